//! One delivery with every try that was made of it (E16): what each came to, in the server's words.

use super::batch::delivery;
use crate::{Result, Tx, coded::coded, moment, on};
use chrono::{DateTime, Utc};
use model::{
    AccountState, BatchId, DeliveryId, Moment,
    delivery::DeliveryState,
    send::{BatchState, DeliveryView},
};

/// No page shows more; the oldest are left out.
const MOST: i64 = 500;

/// A delivery, and how it came to where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tries {
    /// The act of sending.
    pub batch: BatchId,
    /// Where that stands.
    pub batch_state: BatchState,
    /// Of its mail.
    pub subject: String,
    /// What it came to.
    pub delivery: DeliveryView,
    /// After that it is not tried any more.
    pub expires_at: Moment,
    /// Of the account that it leaves by, while that exists, and until when it waits.
    pub account: Option<(AccountState, Option<Moment>)>,
    /// Who said that it counts as sent, as far as they are known, and when (P51).
    pub taken: Option<(Option<String>, Moment)>,
    /// The first first.
    pub tries: Vec<Try>,
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    /// `Phase::code` of the step that ended it.
    pub phase: String,
    /// The reply's code.
    pub code: Option<u16>,
    /// The reply's enhanced code; may be empty.
    pub enhanced: String,
    /// The server's words, or `Fault::code`; hostile text (S38).
    pub text: String,
    /// Whom we spoke to; may be empty.
    pub peer: String,
    /// Version and cipher; empty in clear.
    pub tls: String,
    /// When it began.
    pub started_at: Moment,
    /// When it ended.
    pub ended_at: Moment,
}

#[derive(sqlx::FromRow)]
struct Head {
    subject: String,
    state: String,
    feed_from: Option<DateTime<Utc>>,
    expires_at: DateTime<Utc>,
    account_state: Option<String>,
    next_ok_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct Row {
    phase: String,
    code: Option<i64>,
    enhanced: String,
    text: String,
    peer: String,
    tls: String,
    started_at: DateTime<Utc>,
    ended_at: DateTime<Utc>,
}

const HEAD: &str = "SELECT m.subject, b.state, b.feed_from, d.expires_at, a.state AS account_state, a.next_ok_at
  FROM delivery d JOIN message m ON m.id = d.message_id JOIN batch b ON b.id = m.batch_id
    LEFT JOIN smtp_account a ON a.id = COALESCE(d.account_id, m.account_id)
  WHERE d.id = $1 AND m.batch_id = $2 AND b.kind <> 'system' AND b.state NOT IN ('draft', 'dropping', 'dropped')";
const TRIES: &str =
    "SELECT phase, code, enhanced, text, peer, tls, started_at, ended_at FROM attempt WHERE delivery_id = $1
  ORDER BY id DESC LIMIT $2";
const TAKEN: &str = "SELECT u.name, e.at FROM event e LEFT JOIN app_user u ON u.id = e.user_id
  WHERE e.delivery_id = $1 AND e.type = 'considered_sent' ORDER BY e.id DESC LIMIT 1";

/// One delivery of this batch with all its tries.
///
/// # Errors
/// `NotFound`, also of another batch and of system mails.
pub async fn tries(tx: &mut Tx, batch: BatchId, id: DeliveryId) -> Result<Tries> {
    let head: Head = on!(tx, c => sqlx::query_as(HEAD).bind(id.0).bind(batch.0).fetch_one(c).await)?;
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(TRIES).bind(id.0).bind(MOST).fetch_all(c).await)?;
    let mut delivery = delivery(tx, id).await?;
    // What is let go in steps waits for an instant that never comes (`outbox::fill`).
    if let (DeliveryState::Held, Some(from)) = (delivery.state, head.feed_from) {
        delivery.due_at = moment(from);
    }
    let taken: Option<(Option<String>, DateTime<Utc>)> = match delivery.taken_as_sent() {
        true => on!(tx, c => sqlx::query_as(TAKEN).bind(id.0).fetch_optional(c).await)?,
        false => None,
    };
    let account = head.account_state.map(|state| coded("smtp_account.state", &state, AccountState::from_code));
    Ok(Tries {
        batch,
        batch_state: coded("batch.state", &head.state, BatchState::from_code)?,
        subject: head.subject,
        delivery,
        expires_at: moment(head.expires_at),
        account: account.transpose()?.map(|state| (state, head.next_ok_at.map(moment))),
        taken: taken.map(|(by, at)| (by, moment(at))),
        tries: rows.into_iter().rev().map(Try::from).collect(),
    })
}

impl From<Row> for Try {
    fn from(row: Row) -> Try {
        Try {
            phase: row.phase,
            code: row.code.and_then(|code| u16::try_from(code).ok()),
            enhanced: row.enhanced,
            text: row.text,
            peer: row.peer,
            tls: row.tls,
            started_at: moment(row.started_at),
            ended_at: moment(row.ended_at),
        }
    }
}
