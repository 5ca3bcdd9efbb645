//! Everything that the outbox keeps of its deliveries, for whoever holds it against a mail server's journal (delivery.md §5).

use crate::blobs::Hash;
use crate::{Result, Tx, coded::coded, moment, on};
use chrono::{DateTime, Utc};
use model::Moment;
use model::delivery::{DeliveryState, Kind};
use model::send::BatchState;

/// The outbox's tables, whole.
#[derive(Clone, Debug)]
pub struct Kept {
    /// In the order of ids.
    pub deliveries: Vec<KeptDelivery>,
    /// In the order in which they were written.
    pub attempts: Vec<KeptAttempt>,
}

/// One mail to one address, with its batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptDelivery {
    /// Its id.
    pub id: i64,
    /// The act of sending.
    pub batch: i64,
    /// Why that exists.
    pub kind: Kind,
    /// Where that stands.
    pub batch_state: BatchState,
    /// Without `<` and `>`.
    pub message_id: String,
    /// The mail's bytes; nothing is left of a system mail that has ended.
    pub mime: Option<Hash>,
    /// As stored.
    pub address: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Not before.
    pub due_at: Moment,
    /// Tries that counted.
    pub attempts: i64,
    /// « peut-être reçu deux fois »
    pub dup_risk: bool,
    /// « Copie à moi-même »
    pub self_copy: bool,
    /// It went to the test mailbox.
    pub test_mailbox: bool,
    /// The worker that has it.
    pub leased_by: Option<String>,
    /// What the last try came to: phase, code, enhanced code, text.
    pub last: (String, Option<i64>, String, String),
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAttempt {
    /// Of which delivery.
    pub delivery: i64,
    /// By which worker; empty when a crash cut it off.
    pub worker: String,
    /// What it came to: phase, code, enhanced code, text.
    pub end: (String, Option<i64>, String, String),
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    batch_id: i64,
    kind: String,
    batch_state: String,
    message_id: String,
    size: i64,
    mime_hash: Vec<u8>,
    address: String,
    state: String,
    due_at: DateTime<Utc>,
    attempt: i64,
    dup_risk: bool,
    self_copy: bool,
    test_mailbox: bool,
    leased_by: Option<String>,
    last_phase: String,
    last_code: Option<i64>,
    last_enhanced: String,
    last_text: String,
}

const DELIVERIES: &str = "SELECT d.id, m.batch_id, b.kind, b.state AS batch_state, m.message_id, m.size, m.mime_hash, d.address,
    d.state, d.due_at, d.attempt, d.dup_risk, d.self_copy, d.test_mailbox, d.leased_by, d.last_phase, d.last_code, d.last_enhanced,
    d.last_text
  FROM delivery d JOIN message m ON m.id = d.message_id JOIN batch b ON b.id = m.batch_id
  WHERE b.state NOT IN ('draft', 'dropping', 'dropped') ORDER BY d.id";
const ATTEMPTS: &str = "SELECT delivery_id, worker, phase, code, enhanced, text FROM attempt ORDER BY id";

type Attempt = (i64, String, String, Option<i64>, String, String);

/// As this transaction sees them.
///
/// # Errors
/// A row that cannot be read.
pub async fn kept(tx: &mut Tx) -> Result<Kept> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(DELIVERIES).fetch_all(c).await)?;
    let attempts: Vec<Attempt> = on!(tx, c => sqlx::query_as(ATTEMPTS).fetch_all(c).await)?;
    let deliveries = rows.into_iter().map(|row| {
        Ok(KeptDelivery {
            id: row.id,
            batch: row.batch_id,
            kind: coded("batch.kind", &row.kind, Kind::from_code)?,
            batch_state: coded("batch.state", &row.batch_state, BatchState::from_code)?,
            message_id: row.message_id,
            mime: if row.size > 0 { Some(Hash::read(&row.mime_hash)?) } else { None },
            address: row.address,
            state: coded("delivery.state", &row.state, DeliveryState::from_code)?,
            due_at: moment(row.due_at),
            attempts: row.attempt,
            dup_risk: row.dup_risk,
            self_copy: row.self_copy,
            test_mailbox: row.test_mailbox,
            leased_by: row.leased_by,
            last: (row.last_phase, row.last_code, row.last_enhanced, row.last_text),
        })
    });
    let attempts = attempts.into_iter().map(|(delivery, worker, phase, code, enhanced, text)| KeptAttempt {
        delivery,
        worker,
        end: (phase, code, enhanced, text),
    });
    Ok(Kept { deliveries: deliveries.collect::<Result<_>>()?, attempts: attempts.collect() })
}

const LEASED: &str = "SELECT a.id, a.state, a.state_text, a.next_ok_at, a.lease_owner, a.lease_epoch, a.lease_until,
    COUNT(*) AS open, d.state AS delivery_state, d.leased_by, d.lease_epoch AS delivery_epoch, MIN(d.due_at) AS due_at,
    MIN(d.lease_until) AS delivery_until
  FROM smtp_account a JOIN delivery d ON d.account_id = a.id
  WHERE d.state IN ('held', 'queued', 'leased', 'in_flight')
  GROUP BY a.id, a.state, a.state_text, a.next_ok_at, a.lease_owner, a.lease_epoch, a.lease_until, d.state, d.leased_by, d.lease_epoch";

/// What waits, by its account and by who has it: what a test says when nothing moves any more.
#[derive(Debug, sqlx::FromRow)]
#[allow(dead_code, reason = "read by who reads the failure")]
pub struct Leased {
    id: i64,
    state: String,
    state_text: String,
    next_ok_at: Option<DateTime<Utc>>,
    lease_owner: Option<String>,
    lease_epoch: i64,
    lease_until: Option<DateTime<Utc>>,
    open: i64,
    delivery_state: String,
    leased_by: Option<String>,
    delivery_epoch: Option<i64>,
    due_at: Option<DateTime<Utc>>,
    delivery_until: Option<DateTime<Utc>>,
}

/// All of it.
///
/// # Errors
/// The database cannot be read.
pub async fn leased(tx: &mut crate::Tx) -> Result<Vec<Leased>> {
    Ok(crate::on!(tx, c => sqlx::query_as(LEASED).fetch_all(c).await)?)
}
