//! A contact made inactive by a person, and active again (P04, P05).

use super::get;
use crate::{Result, StoreError, Tx, on, search, stamp};
use model::{ClientId, ContactId, Moment, cascade::Standing};

const DEACTIVATE: &str = "UPDATE contact SET inactive_at = $2, inactive_by_client_id = NULL, changed_at = $2,
    version = version + 1
  WHERE id = $1 AND inactive_at IS NULL AND erased_at IS NULL";

/// Never offered, prefilled or notified from now on (P05). Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn deactivate(tx: &mut Tx, id: ContactId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(DEACTIVATE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 {
        get(tx, id).await?;
    }
    search::reindex_contact(tx, id).await
}

const REACTIVATE: &str = "UPDATE contact SET inactive_at = NULL, inactive_by_client_id = NULL, changed_at = $2,
    version = version + 1
  WHERE id = $1 AND inactive_at IS NOT NULL AND erased_at IS NULL";

/// Why a contact stays inactive; the word of [`StoreError::Refused`].
pub const ALL_CLIENTS_INACTIVE: &str = "all clients of the contact are inactive";

/// Active again.
///
/// # Errors
/// `NotFound`, also when it was deleted; `Refused` while every client it belongs to is inactive (P04).
pub async fn reactivate(tx: &mut Tx, id: ContactId, now: Moment) -> Result<()> {
    if get(tx, id).await?.erased_at.is_some() {
        return Err(StoreError::NotFound);
    }
    let standings = standings(tx, OF_CONTACT, id.0).await?;
    if standings.iter().any(|standing| !standing.may_be_reactivated()) {
        return Err(StoreError::Refused(ALL_CLIENTS_INACTIVE));
    }
    on!(tx, c => sqlx::query(REACTIVATE).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    search::reindex_contact(tx, id).await
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    contact_id: i64,
    inactive: bool,
    switched_off_by: Option<i64>,
    client_id: Option<i64>,
    client_active: Option<bool>,
}

macro_rules! standing {
    ($condition:literal) => {
        concat!(
            "SELECT ct.id AS contact_id, ct.inactive_at IS NOT NULL AS inactive,
               ct.inactive_by_client_id AS switched_off_by, cl.id AS client_id, cl.inactive_at IS NULL AS client_active
             FROM contact ct
               LEFT JOIN affiliation a ON a.contact_id = ct.id AND a.ended_at IS NULL
               LEFT JOIN client cl ON cl.id = a.client_id
             WHERE ct.erased_at IS NULL AND ",
            $condition,
            " ORDER BY ct.id, cl.id"
        )
    };
}

const OF_CONTACT: &str = standing!("ct.id = $1");
const OF_CLIENT: &str = standing!(
    "(ct.inactive_by_client_id = $1
      OR ct.id IN (SELECT contact_id FROM affiliation WHERE client_id = $1 AND ended_at IS NULL))"
);

/// Where everybody stands whom the cascade of a client could touch.
pub(crate) async fn standings_of(tx: &mut Tx, client: ClientId) -> Result<Vec<Standing>> {
    standings(tx, OF_CLIENT, client.0).await
}

async fn standings(tx: &mut Tx, sql: &'static str, id: i64) -> Result<Vec<Standing>> {
    let rows: Vec<StandingRow> = on!(tx, c => sqlx::query_as(sql).bind(id).fetch_all(c).await)?;
    let mut standings: Vec<Standing> = Vec::new();
    for row in rows {
        if standings.last().is_none_or(|standing| standing.contact.0 != row.contact_id) {
            standings.push(Standing {
                contact: ContactId(row.contact_id),
                inactive: row.inactive,
                switched_off_by: row.switched_off_by.map(ClientId),
                clients: vec![],
            });
        }
        let standing = standings.last_mut().expect("one was just pushed");
        standing.clients.extend(row.client_id.map(ClientId).zip(row.client_active));
    }
    Ok(standings)
}
