//! Interventions: one row a visit. Before one is written its client, site and contact are held and checked together (P37), in the
//! order in which everybody takes them; what does not belong together changes nothing.

mod list;

use crate::{
    Result, StoreError, Tx,
    affiliations::{Which, of_client},
    clients, contacts, on, stamp,
};
use model::{
    FieldProblem, Intervention, InterventionId, Moment, Problem, UserId,
    draft::InterventionFields,
    intervention::{contact_list, must_fit, without_hidden_sites},
};

pub use list::{get, list};

const ADD: &str = "INSERT INTO intervention (client_id, site_id, contact_id, at, subject, notes, state, created_by,
    created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1) RETURNING id";

/// A new one, noted by this user.
///
/// # Errors
/// `Problem` at `client` for one that is not there or inactive; at `site` for one of another client; at `contact` for one that its list
/// does not offer (P37).
pub async fn add(tx: &mut Tx, fields: &InterventionFields, by: UserId, now: Moment) -> Result<InterventionId> {
    checked(tx, fields, None).await?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(fields.client.0).bind(fields.site.map(|id| id.0)).bind(fields.contact.map(|id| id.0))
        .bind(stamp(fields.at)).bind(&fields.subject).bind(&fields.notes).bind(fields.state.code()).bind(by.0)
        .bind(stamp(now)).fetch_one(c).await)?;
    Ok(InterventionId(id))
}

const CHANGE: &str = "UPDATE intervention SET client_id = $1, site_id = $2, contact_id = $3, at = $4, subject = $5,
    notes = $6, state = $7, changed_at = $8, version = version + 1
  WHERE id = $9 AND version = $10 AND removed_at IS NULL";

/// Saves the form of an intervention whose `version` was read.
///
/// # Errors
/// `NotFound`; `Conflict` when somebody saved it since (P12); `Problem` as in [`add`], but for what [`must_fit`] leaves as it was.
pub async fn change(
    tx: &mut Tx,
    id: InterventionId,
    version: i64,
    fields: &InterventionFields,
    now: Moment,
) -> Result<()> {
    let stored = get(tx, id).await?;
    if stored.version != version {
        return Err(StoreError::Conflict);
    }
    checked(tx, fields, Some(&stored)).await?;
    let changed = on!(tx, c => sqlx::query(CHANGE)
        .bind(fields.client.0).bind(fields.site.map(|id| id.0)).bind(fields.contact.map(|id| id.0))
        .bind(stamp(fields.at)).bind(&fields.subject).bind(&fields.notes).bind(fields.state.code()).bind(stamp(now))
        .bind(id.0).bind(version).execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

async fn checked(tx: &mut Tx, fields: &InterventionFields, stored: Option<&Intervention>) -> Result<()> {
    let problem = |field: &str, problem| Err(StoreError::Problem(FieldProblem::new(field, problem)));
    let same_client = stored.is_some_and(|stored| stored.client.0 == fields.client);
    // Whoever merges, removes or unties somebody of this client at this instant comes before or after.
    clients::hold(tx, fields.client).await?;
    match clients::get(tx, fields.client).await {
        Ok(client) if client.inactive_at.is_none() || same_client => {}
        Ok(_) | Err(StoreError::NotFound) => return problem("client", Problem::NotAChoice),
        Err(other) => return Err(other),
    }
    if !holds_site(tx, fields).await? {
        return problem("site", Problem::ForeignSite);
    }
    let hidden = crate::settings(tx).await?.hidden;
    if let Some(contact) = fields.contact.filter(|_| must_fit(fields, stored, &hidden)) {
        contacts::hold(tx, contact.0).await?;
        let mut people = of_client(tx, fields.client, Which::Live).await?;
        without_hidden_sites(&mut people, &hidden);
        if !contact_list(&people, fields.client, fields.site).offers(contact) {
            return problem("contact", Problem::NotOffered);
        }
    }
    Ok(())
}

const HOLD_SITE: &str = "UPDATE site SET version = version WHERE id = $1 AND client_id = $2";

/// The site is one of the client, and stays until the commit.
async fn holds_site(tx: &mut Tx, fields: &InterventionFields) -> Result<bool> {
    let Some(site) = fields.site else { return Ok(true) };
    let own = on!(tx, c => sqlx::query(HOLD_SITE).bind(site.0).bind(fields.client.0)
        .execute(c).await.map(|r| r.rows_affected()))?;
    Ok(own > 0)
}

const REMOVE: &str = "UPDATE intervention SET removed_at = COALESCE(removed_at, $2) WHERE id = $1";
const RESTORE: &str = "UPDATE intervention SET removed_at = NULL WHERE id = $1";

/// Takes it out of every list; it can be given back for a day. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`
pub async fn remove(tx: &mut Tx, id: InterventionId, now: Moment) -> Result<()> {
    let changed =
        on!(tx, c => sqlx::query(REMOVE).bind(id.0).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Undoes [`remove`].
///
/// # Errors
/// `NotFound`, also after a day.
pub async fn restore(tx: &mut Tx, id: InterventionId) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(RESTORE).bind(id.0).execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

const DAY: i64 = 86_400_000;
const FORGET: &str = "DELETE FROM intervention WHERE removed_at < $1";

/// What was removed a day ago is gone for good.
pub(crate) async fn forget_removed(tx: &mut Tx, now: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(FORGET).bind(stamp(now.plus_ms(-DAY))).execute(c).await.map(drop))?)
}
