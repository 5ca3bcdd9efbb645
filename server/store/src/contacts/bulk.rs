//! Several contacts at once, and « Annuler »: exactly what changed goes back, not what was so before, nor what somebody else has
//! changed since (P12).

use super::{get, reactivate};
use crate::{Result, StoreError, Tx, coded::coded, dialect::held_in_order, on, search, stamp};
use model::{
    BulkId, ContactId, Moment, NotificationType, UserId,
    bulk::{BulkAct, BulkDone, Changed},
};

const OFF: &str = "UPDATE contact SET inactive_at = $2, inactive_by_client_id = NULL, changed_at = $2,
    version = version + 1
  WHERE id = $1 AND inactive_at IS NULL AND erased_at IS NULL RETURNING version";

/// Makes those of them inactive that are active (P05); whom the cascade of a client has taken is inactive already. `ids` are in
/// their order, each once ([`model::bulk::chosen`]).
pub async fn deactivate_many(tx: &mut Tx, user: UserId, ids: &[ContactId], now: Moment) -> Result<BulkId> {
    let mut done = BulkDone::of(BulkAct::Deactivate);
    for id in ids {
        let version: Option<i64> =
            on!(tx, c => sqlx::query_scalar(OFF).bind(id.0).bind(stamp(now)).fetch_optional(c).await)?;
        if let Some(version) = version {
            search::reindex_contact(tx, *id).await?;
            done.changed.push(Changed { contact: *id, row: id.0, version, before: None });
        } else if email(tx, *id).await?.is_some() {
            done.already += 1;
        } else {
            done.gone += 1;
        }
    }
    keep(tx, user, &done, now).await
}

// Whether there is an e-mail; no row of somebody who is not there.
const EMAIL: &str = "SELECT email_key IS NOT NULL FROM contact WHERE id = $1 AND erased_at IS NULL";

async fn email(tx: &mut Tx, id: ContactId) -> Result<Option<bool>> {
    Ok(on!(tx, c => sqlx::query_scalar(EMAIL).bind(id.0).fetch_optional(c).await)?)
}

const LIVE: &str = "SELECT id, notification_type FROM affiliation
  WHERE contact_id = $1 AND ended_at IS NULL ORDER BY id";
// Read before: somebody who changed it in between is not overwritten.
const NOTIFY: &str = "UPDATE affiliation SET notification_type = $3, changed_at = $4, version = version + 1
  WHERE id = $1 AND notification_type = $2 AND ended_at IS NULL RETURNING version";

/// Gives them this notification type at all their clients. Whoever has no e-mail is left out unless it is `None` (P08), and so is
/// whoever has no client.
///
/// # Errors
/// `Conflict` when one of them is changed at the same instant.
pub async fn notify_many(
    tx: &mut Tx,
    user: UserId,
    ids: &[ContactId],
    kind: NotificationType,
    now: Moment,
) -> Result<BulkId> {
    let mut done = BulkDone::of(BulkAct::Notify(kind));
    hold_with_links(tx, ids).await?;
    for id in ids {
        let has_email = email(tx, *id).await?;
        let links: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(LIVE).bind(id.0).fetch_all(c).await)?;
        match has_email {
            None => done.gone += 1,
            Some(false) if kind != NotificationType::None => done.without_email.push(*id),
            Some(_) if links.is_empty() => done.independent.push(*id),
            Some(_) if links.iter().all(|(_, before)| before == kind.code()) => done.already += 1,
            Some(_) => {
                for (row, before) in links.iter().filter(|(_, before)| before != kind.code()) {
                    let version = notify(tx, *row, before, kind, now).await?.ok_or(StoreError::Conflict)?;
                    let before = coded("affiliation.notification_type", before, NotificationType::from_code)?;
                    done.changed.push(Changed { contact: *id, row: *row, version, before: Some(before) });
                }
                search::reindex_contact(tx, *id).await?;
            }
        }
    }
    keep(tx, user, &done, now).await
}

const LINKS_OF: &str = "SELECT id FROM affiliation WHERE ended_at IS NULL AND contact_id IN (";
const THESE: &str = "SELECT id FROM contact WHERE id IN (";

/// First all their live links, then they themselves, each in the order of ids: whoever else needs several takes them in this order.
async fn hold_with_links(tx: &mut Tx, ids: &[ContactId]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let held = held_in_order(tx);
    for text in [LINKS_OF, THESE] {
        let _: Vec<i64> = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(text);
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(id.0);
            }
            query.push(")").push(held);
            query.build_query_scalar().fetch_all(c).await
        })?;
    }
    Ok(())
}

async fn notify(tx: &mut Tx, row: i64, from: &str, to: NotificationType, now: Moment) -> Result<Option<i64>> {
    Ok(on!(tx, c => sqlx::query_scalar(NOTIFY).bind(row).bind(from).bind(to.code()).bind(stamp(now))
        .fetch_optional(c).await)?)
}

/// Milliseconds for which an act can be undone.
const KEPT: i64 = 86_400_000;
const FORGET: &str = "DELETE FROM bulk_act WHERE at < $1";
const KEEP: &str = "INSERT INTO bulk_act (user_id, content, at) VALUES ($1, $2, $3) RETURNING id";

async fn keep(tx: &mut Tx, user: UserId, done: &BulkDone, now: Moment) -> Result<BulkId> {
    on!(tx, c => sqlx::query(FORGET).bind(stamp(now.plus_ms(-KEPT))).execute(c).await.map(drop))?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(KEEP).bind(user.0).bind(written(done)).bind(stamp(now))
        .fetch_one(c).await)?;
    Ok(BulkId(id))
}

fn written(done: &BulkDone) -> String {
    serde_json::to_string(done).expect("ids and versions are plain data")
}

const DONE: &str = "SELECT content, undone_at IS NOT NULL FROM bulk_act WHERE id = $1 AND user_id = $2";

/// What this user's act came to, and whether it was undone.
///
/// # Errors
/// `NotFound`, also of somebody else's and after a day.
pub async fn bulk_done(tx: &mut Tx, user: UserId, id: BulkId) -> Result<(BulkDone, bool)> {
    let (content, undone): (String, bool) =
        on!(tx, c => sqlx::query_as(DONE).bind(id.0).bind(user.0).fetch_one(c).await)?;
    let done = serde_json::from_str(&content)
        .map_err(|_| StoreError::Unreadable { what: "bulk_act.content", found: "no such JSON".into() })?;
    Ok((done, undone))
}

// Held by whoever undoes it first: pressed twice, the second changes nothing.
const UNDONE: &str = "UPDATE bulk_act SET undone_at = $3 WHERE id = $1 AND user_id = $2 AND undone_at IS NULL";
const LEFT: &str = "UPDATE bulk_act SET content = $2 WHERE id = $1";

/// Puts back what the act changed, and says in it how much stayed. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn undo_bulk(tx: &mut Tx, user: UserId, id: BulkId, now: Moment) -> Result<()> {
    let first = on!(tx, c => sqlx::query(UNDONE).bind(id.0).bind(user.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    let (mut done, _) = bulk_done(tx, user, id).await?;
    if first == 0 {
        return Ok(());
    }
    let mut people: Vec<ContactId> = done.changed.iter().map(|changed| changed.contact).collect();
    people.dedup();
    hold_with_links(tx, &people).await?;
    for changed in &done.changed {
        let back = match changed.before {
            None => active_again(tx, changed, now).await?,
            Some(before) => notified_again(tx, changed, before, now).await?,
        };
        done.left += i64::from(!back);
    }
    let content = written(&done);
    Ok(on!(tx, c => sqlx::query(LEFT).bind(id.0).bind(content).execute(c).await.map(drop))?)
}

/// Not while every client of it is inactive (P04).
async fn active_again(tx: &mut Tx, changed: &Changed, now: Moment) -> Result<bool> {
    let contact = get(tx, changed.contact).await?;
    if contact.version != changed.version || contact.erased_at.is_some() {
        return Ok(false);
    }
    match reactivate(tx, changed.contact, now).await {
        Err(StoreError::Refused(_)) => Ok(false),
        done => done.map(|()| true),
    }
}

const NOTIFY_AGAIN: &str = "UPDATE affiliation SET notification_type = $3, changed_at = $4, version = version + 1
  WHERE id = $1 AND version = $2 AND ended_at IS NULL";

/// Not of somebody who lost its e-mail meanwhile (P08), or was deleted.
async fn notified_again(tx: &mut Tx, changed: &Changed, before: NotificationType, now: Moment) -> Result<bool> {
    match email(tx, changed.contact).await? {
        None => return Ok(false),
        Some(false) if before != NotificationType::None => return Ok(false),
        Some(_) => {}
    }
    let rows = on!(tx, c => sqlx::query(NOTIFY_AGAIN).bind(changed.row).bind(changed.version).bind(before.code())
        .bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?;
    if rows > 0 {
        search::reindex_contact(tx, changed.contact).await?;
    }
    Ok(rows > 0)
}
