//! The next mails of an account, and the last look before they leave.

use super::{Lease, batches, close_if_settled};
use crate::blobs::Hash;
use crate::{Result, Tx, coded::coded, documents, ids::push_ids, on, restorations::nothing_held, stamp};
use model::delivery::Kind;
use model::{BatchId, ClientId, DeliveryId, MessageId, Moment};
use std::collections::BTreeSet;

/// A mail to send, as one transaction takes it: with all of its deliveries that are due when a person wrote it, with one of them when it
/// is a document or of a campaign (delivery.md §4).
#[derive(Clone, Debug)]
pub struct Claimed {
    /// The act of sending.
    pub batch: BatchId,
    /// Why it exists.
    pub kind: Kind,
    /// The mail.
    pub message: MessageId,
    /// The client it is for.
    pub client: Option<ClientId>,
    /// Where its bytes are.
    pub mime: Hash,
    /// How many there are.
    pub size: i64,
    /// The envelope's sender.
    pub from: String,
    /// Leased, in the order of the mail; never empty.
    pub deliveries: Vec<ClaimedDelivery>,
}

/// One address of a claimed mail.
#[derive(Clone, Debug)]
pub struct ClaimedDelivery {
    /// Its id.
    pub id: DeliveryId,
    /// As stored; checked again before it is said to a server.
    pub address: String,
    /// Tries that counted so far.
    pub attempts: i64,
    /// Those of them of which nobody knows whether the mail arrived.
    pub doubts: i64,
    /// A copy may have arrived already.
    pub dup_risk: bool,
}

/// What is due and not taken yet, by [`due`].
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Due {
    delivery_id: i64,
    message_id: i64,
    batch_id: i64,
    kind: String,
    client_id: Option<i64>,
    mime_hash: Vec<u8>,
    size: i64,
    from_address: String,
}

impl Due {
    /// The act of sending that it belongs to.
    pub fn batch(&self) -> BatchId {
        BatchId(self.batch_id)
    }
}

/// Of one priority: so the index leads past what is put off.
macro_rules! next {
    ($priority:literal) => {
        concat!(
            "SELECT * FROM (SELECT d.id AS delivery_id, d.message_id, m.batch_id, b.kind, m.client_id, m.mime_hash, m.size,
    m.from_address, d.priority, d.due_at
  FROM delivery d JOIN message m ON m.id = d.message_id JOIN batch b ON b.id = m.batch_id
  WHERE d.account_id = $1 AND d.priority = ",
            $priority,
            " AND d.state = 'queued' AND d.due_at <= $2 AND b.state = 'running' AND ",
            nothing_held!(),
            " ORDER BY d.due_at, d.id LIMIT $3) AS p",
            $priority
        )
    };
}
/// In one question: it is asked before every mail. What is paused has none of these priorities (`outbox::pause`).
pub(super) const NEXT: &str = concat!(
    next!(0),
    " UNION ALL ",
    next!(1),
    " UNION ALL ",
    next!(2),
    " UNION ALL ",
    next!(3),
    " ORDER BY priority, due_at, delivery_id LIMIT $3"
);

/// What leaves next, the most urgent first; nothing is taken yet. Hold its batches before it is.
pub async fn due(tx: &mut Tx, lease: &Lease, most: usize, now: Moment) -> Result<Vec<Due>> {
    Ok(on!(tx, c => sqlx::query_as(NEXT)
        .bind(lease.account.0).bind(stamp(now)).bind(most as i64).fetch_all(c).await)?)
}

/// Leases these, with what belongs to the same transaction, for whoever holds their batches ([`batches::hold`]).
pub async fn take(tx: &mut Tx, lease: &Lease, due: Vec<Due>, until: Moment, now: Moment) -> Result<Vec<Claimed>> {
    let kinds = due.iter().map(|due| coded("batch.kind", &due.kind, Kind::from_code)).collect::<Result<Vec<_>>>()?;
    let alone: Vec<i64> =
        due.iter().zip(&kinds).filter(|(_, kind)| !together(**kind)).map(|(due, _)| due.delivery_id).collect();
    let mut leased = lease_rows(tx, lease, BY_ID, &alone, until, now).await?;
    let mut mails: Vec<Claimed> = vec![];
    for (due, kind) in due.into_iter().zip(kinds) {
        let deliveries = if !together(kind) {
            leased.iter().position(|row| row.id == due.delivery_id).map(|at| vec![leased.swap_remove(at)])
        } else if mails.iter().any(|mail| mail.message.0 == due.message_id) {
            None
        } else {
            Some(lease_rows(tx, lease, BY_MESSAGE, &[due.message_id], until, now).await?)
        };
        let Some(mut deliveries) = deliveries.filter(|rows| !rows.is_empty()) else { continue };
        deliveries.sort_by_key(|row| (row.position, row.id));
        mails.push(Claimed {
            batch: due.batch(),
            kind,
            message: MessageId(due.message_id),
            client: due.client_id.map(ClientId),
            mime: Hash::read(&due.mime_hash)?,
            size: due.size,
            from: due.from_address,
            deliveries: deliveries.into_iter().map(ClaimedDelivery::from).collect(),
        });
    }
    Ok(mails)
}

fn together(kind: Kind) -> bool {
    matches!(kind, Kind::System | Kind::OneOff)
}

#[derive(sqlx::FromRow)]
struct Leased {
    id: i64,
    address: String,
    attempt: i64,
    dup_risk: bool,
    position: i64,
    doubts: i64,
}

impl From<Leased> for ClaimedDelivery {
    fn from(row: Leased) -> Self {
        let Leased { id, address, attempt, dup_risk, doubts, .. } = row;
        Self { id: DeliveryId(id), address, attempts: attempt, doubts, dup_risk }
    }
}

/// Whoever knows deliveries by their ids hides their state in `COALESCE`: of a batch that was queued a moment ago Postgres has no
/// statistics, takes a partial index by state for the shorter way, and reads the whole queue for every few mails of it.
const LEASE: &str = "UPDATE delivery SET state = 'leased', lease_epoch = ";
const BY_ID: &str = " AND id IN (";
const BY_MESSAGE: &str = " AND message_id IN (";
const LEASED: &str = ") RETURNING id, address, attempt, dup_risk, position, (SELECT COUNT(*) FROM attempt t
    WHERE t.delivery_id = delivery.id AND t.phase = 'dot' AND t.code IS NULL) AS doubts";

async fn lease_rows(
    tx: &mut Tx,
    lease: &Lease,
    which: &'static str,
    ids: &[i64],
    until: Moment,
    now: Moment,
) -> Result<Vec<Leased>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(LEASE);
        query.push_bind(lease.epoch).push(", leased_by = ").push_bind(&lease.worker);
        query.push(", lease_until = ").push_bind(stamp(until)).push(", changed_at = ").push_bind(stamp(now));
        // `+`: not by the index of what is due, which SQLite would walk through for these few of a million.
        query.push(" WHERE COALESCE(state, '') = 'queued' AND +account_id = ").push_bind(lease.account.0);
        query.push(" AND due_at <= ").push_bind(stamp(now)).push(which);
        push_ids(&mut query, ids);
        query.push(LEASED).build_query_as().fetch_all(c).await
    })?)
}

/// Leases the most urgent mail.
pub async fn claim(tx: &mut Tx, lease: &Lease, until: Moment, now: Moment) -> Result<Option<Claimed>> {
    let due = due(tx, lease, 1, now).await?;
    batches::hold(tx, due.iter().map(Due::batch)).await?;
    Ok(take(tx, lease, due, until, now).await?.pop())
}

/// Puts these in flight and says which: from this commit on they can no longer be cancelled, and a crash leaves them ambiguous. One
/// that was cancelled meanwhile is left out; one whose batch was paused is given back, and all of them after a restore.
pub async fn begin(tx: &mut Tx, lease: &Lease, deliveries: &[DeliveryId], now: Moment) -> Result<Vec<DeliveryId>> {
    let ids: Vec<i64> = deliveries.iter().map(|id| id.0).collect();
    let begun: Vec<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("UPDATE delivery SET state = 'in_flight', changed_at = ");
        query.push_bind(stamp(now)).push(LEASED_BY).push_bind(&lease.worker);
        query.push(" AND lease_epoch = ").push_bind(lease.epoch).push(" AND id IN (");
        push_ids(&mut query, &ids);
        query.push(RUNNING).build_query_scalar().fetch_all(c).await
    })?;
    let left: Vec<DeliveryId> = deliveries.iter().filter(|id| !begun.contains(&id.0)).copied().collect();
    give_back(tx, lease, &left).await?;
    Ok(deliveries.iter().filter(|id| begun.contains(&id.0)).copied().collect())
}

const LEASED_BY: &str = " WHERE COALESCE(state, '') = 'leased' AND leased_by = ";
/// Not `EXISTS`: Postgres would begin with all batches that run, and walk through what waits of them.
const RUNNING: &str = concat!(
    ") AND (SELECT b.state FROM batch b WHERE b.id = delivery.batch_id) = 'running' AND ",
    nothing_held!(),
    " RETURNING id"
);

/// Returns leased deliveries untouched.
pub async fn give_back(tx: &mut Tx, lease: &Lease, deliveries: &[DeliveryId]) -> Result<()> {
    let ids: Vec<i64> = deliveries.iter().map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(
            "UPDATE delivery SET state = 'queued', leased_by = NULL, lease_until = NULL",
        );
        query.push(LEASED_BY).push_bind(&lease.worker);
        query.push(" AND lease_epoch = ").push_bind(lease.epoch).push(" AND id IN (");
        push_ids(&mut query, &ids);
        query.push(")").build().execute(c).await.map(drop)
    })?)
}

/// Ends these, which were leased: nothing is sent to their addresses any more (`suppressions`). Whoever calls holds their batches.
pub async fn suppress(tx: &mut Tx, lease: &Lease, deliveries: &[DeliveryId], now: Moment) -> Result<()> {
    let ids: Vec<i64> = deliveries.iter().map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let batches: Vec<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(
            "UPDATE delivery SET state = 'suppressed', leased_by = NULL, lease_until = NULL, changed_at = ",
        );
        query.push_bind(stamp(now)).push(LEASED_BY).push_bind(&lease.worker);
        query.push(" AND lease_epoch = ").push_bind(lease.epoch).push(" AND id IN (");
        push_ids(&mut query, &ids);
        query.push(") RETURNING batch_id").build_query_scalar().fetch_all(c).await
    })?;
    for batch in batches.into_iter().collect::<BTreeSet<_>>() {
        close_if_settled(tx, BatchId(batch), now).await?;
    }
    documents::follow_deliveries(tx, deliveries).await
}
