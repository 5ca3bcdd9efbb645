//! What a delivery report says of a delivery is an event beside it: the state stays what it was (delivery.md §2). Twice hard within
//! ninety days, of two deliveries, and nothing is sent to the address any more.

use super::event;
use crate::secrets::Keys;
use crate::suppressions::{self, AddressHmac};
use crate::{Result, Tx, documents, email_key, on, stamp};
use model::delivery::{Finding, ReportKind, SUPPRESSED_AFTER, SUPPRESSED_WITHIN_DAYS};
use model::send::BlockedWhy;
use model::{BatchId, DeliveryId, EmailAddress, Moment};

/// One recipient of a report.
#[derive(Clone, Copy, Debug)]
pub struct ReportLine<'r> {
    /// By which the report is known again.
    pub report: [u8; 32],
    /// Message-IDs that it names, without `<` and `>`.
    pub ids: &'r [String],
    /// Ways in which it names the recipient.
    pub addresses: &'r [String],
    /// What it says.
    pub finding: &'r Finding,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landed {
    /// It is of no delivery of ours.
    Unknown,
    /// It was kept before.
    Known(DeliveryId),
    /// It is kept.
    Kept {
        /// Of which delivery.
        delivery: DeliveryId,
        /// Of which act of sending.
        batch: BatchId,
        /// What it says.
        kind: ReportKind,
        /// From now on nothing is sent to that address any more.
        suppressed: bool,
    },
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

// Another one may be reading the same report: it waits here, and then sees that it is kept.
const HOLD: &str = "UPDATE delivery SET changed_at = changed_at WHERE id = $1";
const IS_KEPT: &str = "SELECT EXISTS (SELECT 1 FROM delivery_report WHERE report = $1 AND delivery_id = $2)";
const ADD: &str =
    "INSERT INTO delivery_report (report, delivery_id, event_id, kind, code, enhanced, text, address_hmac, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const CAME_BACK: &str = "UPDATE delivery SET bounced_at = COALESCE(bounced_at, $2) WHERE id = $1";

/// Keeps what a report says of one recipient.
///
/// # Errors
/// `Refused("secret_not_readable")` without the key that sealed the one of the addresses.
pub async fn land_report(tx: &mut Tx, keys: &Keys, line: &ReportLine<'_>, now: Moment) -> Result<Landed> {
    let Some((delivery, batch, address)) = find(tx, line).await? else { return Ok(Landed::Unknown) };
    on!(tx, c => sqlx::query(HOLD).bind(delivery.0).execute(c).await.map(drop))?;
    let kept: bool = on!(tx, c => sqlx::query_scalar(IS_KEPT)
        .bind(&line.report[..]).bind(delivery.0).fetch_one(c).await)?;
    if kept {
        return Ok(Landed::Known(delivery));
    }
    let Finding { kind, code, enhanced, text } = line.finding;
    let enhanced = enhanced.map(|enhanced| enhanced.to_string()).unwrap_or_default();
    let name = if *kind == ReportKind::Delayed { "delayed" } else { "bounced" };
    let told = serde_json::json!({ "kind": kind.code(), "code": code, "enhanced": enhanced });
    let event = event::append(tx, (Some(batch), Some(delivery)), None, name, told, now).await?;
    let hmac = suppressions::key(tx, keys).await?.hmac(&address);
    on!(tx, c => sqlx::query(ADD)
        .bind(&line.report[..]).bind(delivery.0).bind(event).bind(kind.code()).bind(code.map(i64::from))
        .bind(&enhanced).bind(text).bind(hmac.bytes()).bind(stamp(now)).execute(c).await.map(drop))?;
    if *kind != ReportKind::Delayed {
        on!(tx, c => sqlx::query(CAME_BACK).bind(delivery.0).bind(stamp(now)).execute(c).await.map(drop))?;
        documents::follow_deliveries(tx, &[delivery]).await?;
    }
    let suppressed = *kind == ReportKind::Hard && suppress(tx, hmac, event, now).await?;
    Ok(Landed::Kept { delivery, batch, kind: *kind, suppressed })
}

// The same mail sent again has another Message-ID; should two have one all the same, the later counts.
const FIND: &str = "SELECT d.id, m.batch_id, d.address FROM message m JOIN delivery d ON d.message_id = m.id
  WHERE m.message_id = $1 AND d.address_key = $2 ORDER BY d.id DESC LIMIT 1";

/// By Message-ID and address together: who knows only one of them names nothing.
async fn find(tx: &mut Tx, line: &ReportLine<'_>) -> Result<Option<(DeliveryId, BatchId, EmailAddress)>> {
    let addresses: Vec<EmailAddress> =
        line.addresses.iter().filter_map(|text| EmailAddress::parse(text).ok()).collect();
    for id in line.ids {
        for address in &addresses {
            let found: Option<(i64, i64, String)> = on!(tx, c => sqlx::query_as(FIND)
                .bind(id).bind(email_key(address)).fetch_optional(c).await)?;
            if let Some((delivery, batch, stored)) = found
                && let Ok(stored) = EmailAddress::parse(&stored)
            {
                return Ok(Some((DeliveryId(delivery), BatchId(batch), stored)));
            }
        }
    }
    Ok(None)
}

const HARD: &str = "SELECT COUNT(DISTINCT delivery_id) FROM delivery_report
  WHERE address_hmac = $1 AND kind = 'hard' AND at >= $2";

/// When it was one too many. What came back before somebody said « Débloquer » counts no more.
async fn suppress(tx: &mut Tx, hmac: AddressHmac, event: i64, now: Moment) -> Result<bool> {
    let window = now.plus_ms(-SUPPRESSED_WITHIN_DAYS * DAY);
    let since = suppressions::removed_at(tx, hmac).await?.map_or(window, |removed| Moment(removed.0.max(window.0)));
    let hard: i64 = on!(tx, c => sqlx::query_scalar(HARD).bind(hmac.bytes()).bind(stamp(since)).fetch_one(c).await)?;
    Ok(hard >= SUPPRESSED_AFTER && suppressions::add(tx, hmac, BlockedWhy::Bounces, Some(event), now).await?)
}
