//! Documents (P30): one row each, its PDF among the blobs. A number belongs to one document of its kind, also when two people put the same
//! one in at the same instant: the database decides, and the second is told who has it.

pub mod arrivals;
mod arrive;
mod book;
mod by;
mod change;
mod facts;
mod list;
mod people;
mod reports;
mod row;
mod several;
mod state;
pub mod uploads;

use crate::{
    Result, StoreError, Tx, affiliations,
    blobs::{Hash, Stored},
    clients, contacts, on,
    savepoint::attempt,
    sites, stamp,
};
use model::{
    ClientId, ContactId, Document, DocumentFields, DocumentId, DocumentProblem, FieldProblem, Moment, Problem, SiteId,
    compose::file_name,
};
use row::{Row, select};

pub use arrive::{Arrived, Arriving, arrive};
pub use book::book;
pub(crate) use book::find as find_by_number_or_client;
pub use by::By;
pub use change::change;
pub use facts::{client_side, client_sides};
pub use list::{any, count, list};
pub use reports::{add_report, intervention, reports};
pub use several::{mails_of, reached, sent_lately, several};
pub(crate) use state::{follow, follow_batch, follow_deliveries, follow_messages, of_deliveries};

/// Why a document does not come back; the word of [`StoreError::Refused`].
pub const NUMBER_TAKEN: &str = "another document has its number since";

const GET: &str = select!("x.id = $1");

/// One document; a removed one too.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: DocumentId) -> Result<Document> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    row.try_into()
}

const ADD: &str =
    "INSERT INTO document (client_id, kind, number, number_key, day, amount_cents, currency, site_id, contact_id,
    hash, file_name, file_size, created_by, program_id, created_at, changed_at, version, number_tail)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, 1, $16)
  ON CONFLICT (kind, number_key) WHERE removed_at IS NULL DO NOTHING RETURNING id";

/// A new document of a client, with the name and content of its PDF; the name is cleaned here (S47).
///
/// # Errors
/// `NotFound` when there is no such client; `Problem` at `number` where another document of its kind has it, at `site` and
/// `contact` for those of another client. The transaction stays usable.
pub async fn add(
    tx: &mut Tx,
    client: ClientId,
    fields: &DocumentFields,
    file: Option<(&str, &Stored)>,
    by: impl Into<By>,
    now: Moment,
) -> Result<DocumentId> {
    let (user, program) = by.into().columns();
    clients::hold(tx, client).await?;
    clients::get(tx, client).await?;
    checked(tx, client, fields).await?;
    let (amount, currency) = fields.amount.as_ref().map_or((None, ""), |amount| (Some(amount.cents), &amount.currency));
    let name = file.map(|(name, _)| file_name(name)).unwrap_or_default();
    let size = file.map_or(0, |(_, stored)| stored.size);
    let hash = file.map(|(_, stored)| stored.hash.0.to_vec());
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(client.0).bind(fields.kind.code()).bind(&fields.number).bind(number_key(&fields.number))
        .bind(fields.day.to_string()).bind(amount).bind(currency).bind(fields.site.map(|id| id.0))
        .bind(fields.contact.map(|id| id.0)).bind(hash).bind(name).bind(size).bind(user).bind(program).bind(stamp(now))
        .bind(number_tail(&fields.number)).fetch_optional(c).await)?;
    match id {
        Some(id) => Ok(DocumentId(id)),
        None => Err(taken(tx, fields).await?),
    }
}

/// Case and the number of blanks make no difference.
fn number_key(number: &str) -> String {
    number.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The digits that it ends with: `1204` finds F-2026-1204.
fn number_tail(number: &str) -> String {
    let key = number_key(number);
    key[key.trim_end_matches(|c: char| c.is_ascii_digit()).len()..].to_owned()
}

async fn checked(tx: &mut Tx, client: ClientId, fields: &DocumentFields) -> Result<()> {
    if let Some(id) = fields.site {
        let own = match sites::get(tx, id).await {
            Ok(site) => site.client_id == client,
            Err(StoreError::NotFound) => false,
            Err(e) => return Err(e),
        };
        if !own {
            return Err(StoreError::Problem(FieldProblem::new("site", Problem::ForeignSite)));
        }
    }
    if let Some(id) = fields.contact {
        // Whoever deletes or merges the contact at this instant comes before or after.
        contacts::hold(tx, id.0).await?;
        let live = affiliations::live(tx, client, id).await?.is_some();
        if !live || contacts::get(tx, id).await?.erased_at.is_some() {
            let problem = Problem::Document(DocumentProblem::ForeignContact);
            return Err(StoreError::Problem(FieldProblem::new("contact", problem)));
        }
    }
    Ok(())
}

const HOLDER: &str = "SELECT cl.label FROM document x JOIN client cl ON cl.id = x.client_id
  WHERE x.kind = $1 AND x.number_key = $2 AND x.removed_at IS NULL";

/// The refusal of a number, naming the client whose document has it.
async fn taken(tx: &mut Tx, fields: &DocumentFields) -> Result<StoreError> {
    let holder: Option<String> = on!(tx, c => sqlx::query_scalar(HOLDER)
        .bind(fields.kind.code()).bind(number_key(&fields.number)).fetch_optional(c).await)?;
    let problem = FieldProblem::new("number", Problem::Taken(holder.unwrap_or_default()));
    Ok(StoreError::Problem(problem))
}

const REMOVE: &str = "UPDATE document SET removed_at = $2, changed_at = $2, version = version + 1
  WHERE id = $1 AND removed_at IS NULL";

/// Removes it; [`restore`] undoes that for a day. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn remove(tx: &mut Tx, id: DocumentId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(REMOVE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { get(tx, id).await.map(drop) } else { Ok(()) }
}

const RESTORE: &str = "UPDATE document SET removed_at = NULL, changed_at = $2, version = version + 1
  WHERE id = $1 AND removed_at IS NOT NULL";

/// « Annuler » after [`remove`]. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`; `Refused`: [`NUMBER_TAKEN`].
pub async fn restore(tx: &mut Tx, id: DocumentId, now: Moment) -> Result<()> {
    let restored = attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(RESTORE).bind(id.0).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?)
    });
    match restored.await {
        Err(StoreError::Taken) => Err(StoreError::Refused(NUMBER_TAKEN)),
        Ok(0) => get(tx, id).await.map(drop),
        other => other.map(drop),
    }
}

const PLACE: &str = "SELECT file_name, file_size, hash FROM document WHERE id = $1 AND removed_at IS NULL";

/// Name, size and content of its PDF, which is read with `blobs::Reader`.
///
/// # Errors
/// `NotFound`, also for an order without a PDF.
pub async fn place(tx: &mut Tx, id: DocumentId) -> Result<(String, i64, Hash)> {
    let (name, size, hash): (String, i64, Option<Vec<u8>>) =
        on!(tx, c => sqlx::query_as(PLACE).bind(id.0).fetch_one(c).await)?;
    Ok((name, size, Hash::read(&hash.ok_or(StoreError::NotFound)?)?))
}

const HOLD: &str = "UPDATE document SET state = state WHERE id = $1";

/// Nobody else sends them, or changes what became of them, until the end of the transaction; in the order of ids, before any mail of them
/// is looked at.
pub async fn hold(tx: &mut Tx, ids: &[DocumentId]) -> Result<()> {
    let mut ids = ids.to_vec();
    ids.sort();
    for id in ids {
        on!(tx, c => sqlx::query(HOLD).bind(id.0).execute(c).await.map(drop))?;
    }
    Ok(())
}

const MAILS: &str = "SELECT (SELECT COUNT(*) FROM message WHERE document_id = $1)
  + (SELECT COUNT(*) FROM message_document WHERE document_id = $1)";

/// How many mails were made of it, cancelled ones too: a press on its page names the number that the page knew of.
pub async fn mails(tx: &mut Tx, id: DocumentId) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(MAILS).bind(id.0).fetch_one(c).await)?)
}

const SWEEP: &str = "DELETE FROM document WHERE removed_at < $1";

/// Forgets for good what was removed before this instant; its file goes with the next sweep of the blobs.
pub async fn sweep(tx: &mut Tx, before: Moment) -> Result<u64> {
    arrivals::sweep(tx, before).await?;
    Ok(on!(tx, c => sqlx::query(SWEEP).bind(stamp(before)).execute(c).await.map(|r| r.rows_affected()))?)
}

const UNTIE: &str = "UPDATE document SET site_id = NULL, version = version + 1 WHERE site_id = $1";

/// Of a site that goes: nobody is tied to it any more, so that nobody receives anything else by it (P31).
pub(crate) async fn untie(tx: &mut Tx, site: SiteId) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(UNTIE).bind(site.0).execute(c).await.map(drop))?)
}

const HAND_OVER: &str = "UPDATE document SET contact_id = $2 WHERE contact_id = $1 RETURNING id";

/// The documents of a contact that is merged into another are the other's; by their ids, for giving them back.
pub(crate) async fn hand_over(tx: &mut Tx, gone: ContactId, kept: ContactId) -> Result<Vec<i64>> {
    Ok(on!(tx, c => sqlx::query_scalar(HAND_OVER).bind(gone.0).bind(kept.0).fetch_all(c).await)?)
}
