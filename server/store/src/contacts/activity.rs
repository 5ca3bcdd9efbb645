//! A contact made inactive by a person or by the cascade of its clients, and active again (P04, P05). Its row is held before one
//! looks where it stands: of two who change two of its clients at once, the second sees what the first did.

use super::get;
use crate::{Result, StoreError, Tx, dialect::held_in_order, on, search, stamp};
use chrono::{DateTime, Utc};
use model::{
    ClientId, ContactId, Moment,
    cascade::{Settled, Standing},
};

// Whom the cascade took stays inactive when a person says so, too: its client does not give it back then.
const DEACTIVATE: &str = "UPDATE contact SET inactive_at = COALESCE(inactive_at, $2), inactive_by_client_id = NULL,
    changed_at = $2, version = version + 1
  WHERE id = $1 AND (inactive_at IS NULL OR inactive_by_client_id IS NOT NULL) AND erased_at IS NULL";

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
    hold(tx, id.0).await?;
    if get(tx, id).await?.erased_at.is_some() {
        return Err(StoreError::NotFound);
    }
    if standings(tx, OF_CONTACT, id.0).await?.iter().any(|standing| !standing.may_be_reactivated()) {
        return Err(StoreError::Refused(ALL_CLIENTS_INACTIVE));
    }
    on!(tx, c => sqlx::query(REACTIVATE).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    search::reindex_contact(tx, id).await
}

const TOUCHED: &str = "SELECT id FROM contact WHERE inactive_by_client_id = ";
const OR_LINKED: &str = " OR id IN (SELECT contact_id FROM affiliation WHERE ended_at IS NULL AND client_id = ";

/// After a client was made active or, as `cause`, inactive: its cascade (P04). Answers whom it touched, in the order of ids.
pub(crate) async fn settle_client(
    tx: &mut Tx,
    client: ClientId,
    cause: Option<ClientId>,
    now: Moment,
) -> Result<Vec<ContactId>> {
    let held = held_in_order(tx);
    let _: Vec<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(TOUCHED);
        query.push_bind(client.0).push(OR_LINKED).push_bind(client.0).push(")").push(held);
        query.build_query_scalar().fetch_all(c).await
    })?;
    let mut touched = vec![];
    for standing in standings(tx, OF_CLIENT, client.0).await? {
        if write(tx, &standing, cause, now).await? {
            touched.push(standing.contact);
        }
    }
    Ok(touched)
}

/// After a link of the contact ended or began: the same rule. The search words are left to the caller.
pub(crate) async fn settle_contact(tx: &mut Tx, id: ContactId, now: Moment) -> Result<()> {
    hold(tx, id.0).await?;
    for standing in standings(tx, OF_CONTACT, id.0).await? {
        write(tx, &standing, None, now).await?;
    }
    Ok(())
}

const HOLD: &str = "UPDATE contact SET version = version WHERE id = $1";

/// Whoever changes it, or affiliates it, waits until the commit. Asked after its clients and its links.
pub(crate) async fn hold(tx: &mut Tx, id: i64) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(HOLD).bind(id).execute(c).await.map(drop))?)
}

// Also of a contact that was deleted and may come back: then it is as if it had never been away.
const SETTLE: &str =
    "UPDATE contact SET inactive_at = $2, inactive_by_client_id = $3, changed_at = $4, version = version + 1
  WHERE id = $1 RETURNING erased_at IS NULL";

/// Whether somebody who is there was touched.
async fn write(tx: &mut Tx, standing: &Standing, cause: Option<ClientId>, now: Moment) -> Result<bool> {
    let (since, by): (Option<DateTime<Utc>>, Option<i64>) = match standing.settled(cause) {
        Settled::Stays => return Ok(false),
        Settled::SwitchedOff(by) => (Some(stamp(now)), Some(by.0)),
        Settled::GivenBack => (None, None),
    };
    Ok(on!(tx, c => sqlx::query_scalar(SETTLE).bind(standing.contact.0).bind(since).bind(by).bind(stamp(now))
        .fetch_one(c).await)?)
}

#[derive(sqlx::FromRow)]
struct StandingRow {
    contact_id: i64,
    inactive: bool,
    switched_off_by: Option<i64>,
    back: Option<bool>,
    client_id: Option<i64>,
    client_active: Option<bool>,
}

macro_rules! standing {
    ($condition:literal) => {
        concat!(
            "SELECT ct.id AS contact_id, ct.inactive_at IS NOT NULL AS inactive,
               ct.inactive_by_client_id AS switched_off_by,
               CASE WHEN b.id IS NOT NULL THEN b.inactive_at IS NULL END AS back,
               cl.id AS client_id, CASE WHEN cl.id IS NOT NULL THEN cl.inactive_at IS NULL END AS client_active
             FROM contact ct
               LEFT JOIN client b ON b.id = ct.inactive_by_client_id
               LEFT JOIN affiliation a ON a.contact_id = ct.id AND a.ended_at IS NULL
               LEFT JOIN client cl ON cl.id = a.client_id
             WHERE ct.forgotten_at IS NULL AND ",
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

async fn standings(tx: &mut Tx, sql: &'static str, id: i64) -> Result<Vec<Standing>> {
    let rows: Vec<StandingRow> = on!(tx, c => sqlx::query_as(sql).bind(id).fetch_all(c).await)?;
    let mut standings: Vec<Standing> = Vec::new();
    for row in rows {
        if standings.last().is_none_or(|standing| standing.contact.0 != row.contact_id) {
            standings.push(Standing {
                contact: ContactId(row.contact_id),
                inactive: row.inactive,
                switched_off_by: row.switched_off_by.map(ClientId).zip(row.back),
                clients: vec![],
            });
        }
        let standing = standings.last_mut().expect("one was just pushed");
        standing.clients.extend(row.client_id.map(ClientId).zip(row.client_active));
    }
    Ok(standings)
}
