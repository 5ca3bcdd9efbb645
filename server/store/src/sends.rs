//! What was sent, as history and results show it (P50, E9, E15, E16).

mod all;
mod batch;
mod failing;
mod found;
mod list;
mod new_addresses;
mod part;
mod pauses;
mod tries;

use crate::blobs::Hash;
use crate::{Result, Tx, email_key, on};
use model::delivery::ReportKind;
use model::{BatchId, DeliveryId, EmailAddress, MessageId};

pub use all::{AllSends, all};
pub use batch::{delivery, files, get};
pub use failing::correctable;
pub use list::{Filter, list};
pub use new_addresses::{file_under, ignore_address};
pub use pauses::{LastAct, Pause, last_act, paused, pauses};
pub use tries::{Tries, Try, tries};

const RAW: &str = "SELECT m.mime_hash, m.size FROM message m JOIN batch b ON b.id = m.batch_id
  WHERE m.id = $1 AND b.kind <> 'system' AND b.state NOT IN ('draft', 'dropping', 'dropped')";

/// The whole mail as it was sent, byte for byte but for who was forgotten since (P06): they no longer stand in its head. Its
/// content is read with `blobs::Reader`, its size comes along.
///
/// # Errors
/// `NotFound`, also for system mails: they hold links that let somebody in (S07).
pub async fn raw(tx: &mut Tx, message: MessageId) -> Result<(Hash, i64)> {
    let (hash, size): (Vec<u8>, i64) = on!(tx, c => sqlx::query_as(RAW).bind(message.0).fetch_one(c).await)?;
    Ok((Hash::read(&hash)?, size))
}

const BATCH_OF: &str = "SELECT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.id = $1";

/// The act of sending that a delivery belongs to.
///
/// # Errors
/// `NotFound`.
pub async fn batch_of(tx: &mut Tx, delivery: DeliveryId) -> Result<BatchId> {
    Ok(BatchId(on!(tx, c => sqlx::query_scalar(BATCH_OF).bind(delivery.0).fetch_one(c).await)?))
}

const LAST: &str = "SELECT m.batch_id, d.bounced_at IS NOT NULL, (SELECT r.kind FROM delivery_report r
    WHERE r.delivery_id = d.id AND r.kind <> 'delayed' ORDER BY r.id DESC LIMIT 1) FROM delivery d JOIN message m ON m.id = d.message_id
  JOIN batch b ON b.id = m.batch_id WHERE d.address_key = $1 AND d.state = 'sent' AND b.kind <> 'system'
  ORDER BY d.id DESC LIMIT 1";

/// The act of sending whose mail to this address came back, when nothing has left for it since; and whether because it does not exist.
pub async fn came_back(tx: &mut Tx, address: &EmailAddress) -> Result<Option<(BatchId, bool)>> {
    let last: Option<(i64, bool, Option<String>)> =
        on!(tx, c => sqlx::query_as(LAST).bind(email_key(address)).fetch_optional(c).await)?;
    let last = last.filter(|(_, came_back, _)| *came_back);
    Ok(last.map(|(batch, _, kind)| (BatchId(batch), kind.as_deref() == Some(ReportKind::Hard.code()))))
}

const FORGOTTEN: &str = "SELECT DISTINCT d.message_id FROM contact ct JOIN delivery d ON d.contact_id = ct.id
  WHERE ct.forgotten_at IS NOT NULL AND d.address = ''";

/// The mails from which somebody was taken whose data is gone (P06).
pub async fn forgotten(tx: &mut Tx) -> Result<Vec<MessageId>> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(FORGOTTEN).fetch_all(c).await)?;
    Ok(ids.into_iter().map(MessageId).collect())
}
