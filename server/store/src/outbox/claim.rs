//! The next mail of an account, and the last look before it leaves.

use super::Lease;
use crate::blobs::Hash;
use crate::{Result, Tx, coded::coded, on, stamp};
use model::delivery::Kind;
use model::{BatchId, ClientId, DeliveryId, MessageId, Moment};

/// A mail to send, with those of its deliveries that are due.
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

#[derive(sqlx::FromRow)]
struct Head {
    id: i64,
    batch_id: i64,
    kind: String,
    client_id: Option<i64>,
    mime_hash: Vec<u8>,
    size: i64,
    from_address: String,
}

pub(super) const NEXT: &str = "SELECT m.id, m.batch_id, b.kind, m.client_id, m.mime_hash, m.size, m.from_address
  FROM delivery d JOIN message m ON m.id = d.message_id JOIN batch b ON b.id = m.batch_id
  WHERE d.account_id = $1 AND d.state = 'queued' AND d.due_at <= $2 AND b.state = 'running'
  ORDER BY d.priority, d.due_at, d.id LIMIT 1";
pub(super) const LEASE: &str =
    "UPDATE delivery SET state = 'leased', lease_epoch = $3, leased_by = $4, lease_until = $5, changed_at = $2
  WHERE message_id = $1 AND account_id = $6 AND state = 'queued' AND due_at <= $2
  RETURNING id, address, attempt, dup_risk, position, (SELECT COUNT(*) FROM attempt t
    WHERE t.delivery_id = delivery.id AND t.phase = 'dot' AND t.code IS NULL)";

/// Leases the most urgent mail with all its deliveries that are due.
pub async fn claim(tx: &mut Tx, lease: &Lease, until: Moment, now: Moment) -> Result<Option<Claimed>> {
    let head: Option<Head> =
        on!(tx, c => sqlx::query_as(NEXT).bind(lease.account.0).bind(stamp(now)).fetch_optional(c).await)?;
    let Some(head) = head else { return Ok(None) };
    let mut rows: Vec<(i64, String, i64, bool, i64, i64)> = on!(tx, c => sqlx::query_as(LEASE)
        .bind(head.id).bind(stamp(now)).bind(lease.epoch).bind(&lease.worker).bind(stamp(until)).bind(lease.account.0)
        .fetch_all(c).await)?;
    rows.sort_by_key(|row| (row.4, row.0));
    let deliveries = rows.into_iter().map(|(id, address, attempts, dup_risk, _, doubts)| ClaimedDelivery {
        id: DeliveryId(id),
        address,
        attempts,
        doubts,
        dup_risk,
    });
    Ok(Some(Claimed {
        batch: BatchId(head.batch_id),
        kind: coded("batch.kind", &head.kind, Kind::from_code)?,
        message: MessageId(head.id),
        client: head.client_id.map(ClientId),
        mime: Hash::read(&head.mime_hash)?,
        size: head.size,
        from: head.from_address,
        deliveries: deliveries.collect(),
    }))
}

pub(super) const BEGIN: &str = "UPDATE delivery SET state = 'in_flight', changed_at = $4
  WHERE id = $1 AND lease_epoch = $2 AND leased_by = $3 AND state = 'leased'
  AND EXISTS (SELECT 1 FROM message m JOIN batch b ON b.id = m.batch_id WHERE m.id = delivery.message_id AND b.state = 'running')";

/// Puts these in flight and says which: from this commit on they can no longer be cancelled, and a crash leaves them ambiguous. One
/// that was cancelled meanwhile is left out; one whose batch was paused is given back.
pub async fn begin(tx: &mut Tx, lease: &Lease, deliveries: &[DeliveryId], now: Moment) -> Result<Vec<DeliveryId>> {
    let mut begun = vec![];
    for id in deliveries {
        let rows = on!(tx, c => sqlx::query(BEGIN)
            .bind(id.0).bind(lease.epoch).bind(&lease.worker).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?;
        if rows > 0 {
            begun.push(*id);
        } else {
            give_back(tx, lease, &[*id]).await?;
        }
    }
    Ok(begun)
}

pub(super) const GIVE_BACK: &str = "UPDATE delivery SET state = 'queued', leased_by = NULL, lease_until = NULL
  WHERE id = $1 AND lease_epoch = $2 AND leased_by = $3 AND state = 'leased'";

/// Returns leased deliveries untouched.
pub async fn give_back(tx: &mut Tx, lease: &Lease, deliveries: &[DeliveryId]) -> Result<()> {
    for id in deliveries {
        on!(tx, c => sqlx::query(GIVE_BACK).bind(id.0).bind(lease.epoch).bind(&lease.worker).execute(c).await.map(drop))?;
    }
    Ok(())
}
