//! Two contacts become one, and two again. The one that goes is an empty, deleted row from then on, whose links and history live on
//! at the other; what both were is kept beside it for a while, so that undoing gives back exactly that. Whoever needs several rows
//! takes them in this order: clients, links, contacts, the merge.

mod forget;
mod history;
mod line;
mod rows;
mod undo;

use crate::{
    Result, StoreError, Tx, affiliations, clients, contacts, drafts, email_key, on,
    phones::{self, Of},
    search, stamp,
};
use model::{
    Affiliation, ClientId, Contact, ContactId, EmailAddress, FieldProblem, MergeId, Moment, NotificationType, Problem,
    UserId,
    draft::ContactFields,
    merge::{Pair, Side, United, stays_inactive, united_link},
};
use rows::{Snapshot, State};

pub(crate) use forget::{forget, forget_old};
pub use line::{find, list};
pub use undo::undo;

/// Why there is no pair; the word of [`StoreError::Refused`].
pub const ITSELF: &str = "a contact is no double of itself";
/// One of both was deleted, or merged; the word of [`StoreError::Refused`].
pub const GONE: &str = "one of the two contacts is no longer there";
/// Why it stays merged; the word of [`StoreError::Refused`].
pub const CHANGED: &str = "the contact was changed since it was merged";
/// The same.
pub const EMAIL_TAKEN: &str = "the e-mail belongs to another contact since";
/// The same.
pub const TOO_LATE: &str = "what there was before the merge is no longer kept";

/// Both with their links, to look at.
///
/// # Errors
/// `NotFound`; `Refused`: [`ITSELF`], [`GONE`].
pub async fn pair(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Pair> {
    if a == b {
        return Err(StoreError::Refused(ITSELF));
    }
    let (a, b) = (contacts::get(tx, a).await?, contacts::get(tx, b).await?);
    if a.erased_at.is_some() || b.erased_at.is_some() {
        return Err(StoreError::Refused(GONE));
    }
    let links_a = affiliations::of_contact(tx, a.id).await?;
    let links_b = affiliations::of_contact(tx, b.id).await?;
    Ok(Pair { a, b, links_a, links_b })
}

/// The same, and nobody changes any of it until the end of the transaction.
///
/// # Errors
/// As for [`pair`]; `Conflict` when one of both was affiliated to another client meanwhile.
pub async fn hold(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Pair> {
    let clients = hold_rows(tx, a, b).await?;
    let pair = pair(tx, a, b).await?;
    if clients_of(tx, a, b).await? == clients { Ok(pair) } else { Err(StoreError::Conflict) }
}

const LINKS: &str = "SELECT id FROM affiliation WHERE contact_id IN ($1, $2) ORDER BY id";
const HOLD_LINK: &str = "UPDATE affiliation SET version = version WHERE id = $1";

/// Answers the clients, which are held, too.
async fn hold_rows(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Vec<i64>> {
    let clients = clients_of(tx, a, b).await?;
    for id in &clients {
        clients::hold(tx, ClientId(*id)).await?;
    }
    let links: Vec<i64> = on!(tx, c => sqlx::query_scalar(LINKS).bind(a.0).bind(b.0).fetch_all(c).await)?;
    for id in links {
        on!(tx, c => sqlx::query(HOLD_LINK).bind(id).execute(c).await.map(drop))?;
    }
    for id in [a.min(b), a.max(b)] {
        contacts::hold(tx, id.0).await?;
    }
    Ok(clients)
}

const CLIENTS: &str = "SELECT DISTINCT client_id FROM affiliation
  WHERE contact_id IN ($1, $2) AND ended_at IS NULL ORDER BY client_id";

async fn clients_of(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Vec<i64>> {
    Ok(on!(tx, c => sqlx::query_scalar(CLIENTS).bind(a.0).bind(b.0).fetch_all(c).await)?)
}

const BETWEEN: &str = "SELECT id FROM merge WHERE gone_id IN ($1, $2) AND kept_id IN ($1, $2) AND undone_at IS NULL";

/// The merge by which these two are one already, whichever of them stayed.
pub async fn between(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Option<MergeId>> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(BETWEEN).bind(a.0).bind(b.0).fetch_optional(c).await)?;
    Ok(id.map(MergeId))
}

const INTO: &str = "SELECT kept_id FROM merge WHERE gone_id = $1 AND undone_at IS NULL";

/// The contact that somebody lives on as: that which it was merged into, and so on; itself when it was not.
pub async fn lives_on(tx: &mut Tx, contact: ContactId) -> Result<ContactId> {
    let mut id = contact.0;
    // Whoever was merged is deleted, so that no chain leads back to its beginning.
    loop {
        let kept: Option<i64> = on!(tx, c => sqlx::query_scalar(INTO).bind(id).fetch_optional(c).await)?;
        match kept {
            Some(kept) => id = kept,
            None => return Ok(ContactId(id)),
        }
    }
}

const ADD: &str = "INSERT INTO merge (kept_id, gone_id, by_id, at, snapshot) VALUES ($1, $2, $3, $4, $5) RETURNING id";

/// Makes one contact of a pair that is held. Links, phones, stars, the history and drafts live on at the one that stays.
///
/// # Errors
/// `Problem` at `email` when none is left although an affiliation notifies it (P08).
pub async fn add(tx: &mut Tx, pair: &Pair, united: &United, by: UserId, now: Moment) -> Result<MergeId> {
    let (kept, gone) = (pair.of(united.keep), pair.of(united.keep.other()));
    let before = State::read(tx, kept.id, gone.id).await?;
    let history = history::take(tx, kept, gone, united.fields.email.as_ref()).await?;
    let drafts = drafts::hand_over(tx, gone.id, kept.id).await?;
    move_links(tx, pair, united.keep, now).await?;
    if united.fields.email.is_none() && is_notified(tx, kept.id).await? {
        return Err(StoreError::Problem(FieldProblem::new("email", Problem::NeededForNotifications)));
    }
    // First the one that goes: its e-mail may be the other's then (P02).
    empty(tx, gone.id, now).await?;
    change(tx, kept, gone, &united.fields, now).await?;
    contacts::settle_contact(tx, kept.id, now).await?;
    for id in [kept.id, gone.id] {
        search::reindex_contact(tx, id).await?;
    }
    let after = State::read(tx, kept.id, gone.id).await?;
    let snapshot = Snapshot { before, after, history, drafts }.written();
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(kept.id.0).bind(gone.id.0).bind(by.0).bind(stamp(now)).bind(&snapshot).fetch_one(c).await)?;
    Ok(MergeId(id))
}

const MOVE: &str = "UPDATE affiliation SET contact_id = $2, changed_at = $3, version = version + 1 WHERE id = $1";
const UNITE: &str = "UPDATE affiliation SET function = $2, site_id = $3, notification_type = $4, starred_at = $5,
    since = $6, changed_at = $7, version = version + 1
  WHERE id = $1";
// It stays with the contact that goes, of which nothing is said any more.
const END: &str = "UPDATE affiliation SET function = '', site_id = NULL, notification_type = $3, starred_at = NULL,
    ended_at = $2, changed_at = $2, version = version + 1
  WHERE id = $1";

/// Where both are affiliated to the same client their two links become one; the others move as they are.
async fn move_links(tx: &mut Tx, pair: &Pair, keep: Side, now: Moment) -> Result<()> {
    for link in pair.links(keep.other()) {
        let beside = pair.live_beside(keep, link).filter(|_| link.ended_at.is_none());
        match beside {
            Some(own) => unite(tx, own, link, now).await?,
            None => on!(tx, c => sqlx::query(MOVE)
                .bind(link.id.0).bind(pair.of(keep).id.0).bind(stamp(now)).execute(c).await.map(drop))?,
        }
    }
    Ok(())
}

async fn unite(tx: &mut Tx, own: &Affiliation, other: &Affiliation, now: Moment) -> Result<()> {
    let one = united_link(own, other);
    on!(tx, c => sqlx::query(UNITE)
        .bind(own.id.0).bind(&one.function).bind(one.site.map(|id| id.0)).bind(one.notification_type.code())
        .bind(one.starred_at.map(stamp)).bind(stamp(one.since)).bind(stamp(now)).execute(c).await.map(drop))?;
    Ok(on!(tx, c => sqlx::query(END)
        .bind(other.id.0).bind(stamp(now)).bind(NotificationType::None.code()).execute(c).await.map(drop))?)
}

const NOTIFIED: &str = "SELECT COUNT(*) FROM affiliation
  WHERE contact_id = $1 AND ended_at IS NULL AND notification_type <> 'none'";

async fn is_notified(tx: &mut Tx, contact: ContactId) -> Result<bool> {
    let links: i64 = on!(tx, c => sqlx::query_scalar(NOTIFIED).bind(contact.0).fetch_one(c).await)?;
    Ok(links > 0)
}

const EMPTY: &str =
    "UPDATE contact SET civility = NULL, first_name = '', last_name = '', email = NULL, email_key = NULL,
    sort_key = '', note = '', inactive_by_client_id = NULL, erased_at = $2, forgotten_at = $2, changed_at = $2,
    version = version + 1
  WHERE id = $1";

/// Like a contact that was deleted and forgotten (P06): no list, search or notification knows it any more.
async fn empty(tx: &mut Tx, gone: ContactId, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(EMPTY).bind(gone.0).bind(stamp(now)).execute(c).await.map(drop))?;
    phones::replace(tx, Of::Contact(gone), &[]).await
}

const CHANGE: &str = "UPDATE contact SET civility = $2, first_name = $3, last_name = $4, email = $5, email_key = $6,
    language = $7, sort_key = $8, note = $9, changed_at = $10, version = version + 1
  WHERE id = $1";
const REACTIVATE: &str = "UPDATE contact SET inactive_at = NULL, inactive_by_client_id = NULL WHERE id = $1";

async fn change(tx: &mut Tx, kept: &Contact, gone: &Contact, fields: &ContactFields, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(CHANGE)
        .bind(kept.id.0).bind(fields.civility.map(|v| v.code())).bind(&fields.first_name).bind(&fields.last_name)
        .bind(fields.email.as_ref().map(EmailAddress::as_str)).bind(fields.email.as_ref().map(email_key))
        .bind(fields.language.code()).bind(contacts::sort_key(fields)).bind(&fields.note).bind(stamp(now))
        .execute(c).await.map(drop))?;
    if !stays_inactive(kept, gone) {
        on!(tx, c => sqlx::query(REACTIVATE).bind(kept.id.0).execute(c).await.map(drop))?;
    }
    phones::replace(tx, Of::Contact(kept.id), &fields.phones).await
}
