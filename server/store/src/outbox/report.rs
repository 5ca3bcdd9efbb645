//! What a delivery report says of a delivery is an event beside it: the state stays what it was (delivery.md §2). Twice hard within
//! ninety days, of two deliveries, and nothing is sent to the address any more.

use super::{batches, event, reported::Reported};
use crate::secrets::Keys;
use crate::suppressions::{self, AddressHmac, AddressKey};
use crate::{Result, StoreError, Tx, documents, email_key, on, stamp};
use model::delivery::{Finding, ReportKind, SUPPRESSED_AFTER, SUPPRESSED_WITHIN_DAYS};
use model::send::BlockedWhy;
use model::{BatchId, DeliveryId, Moment};

/// What became of one recipient of a report.
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
        /// It cannot count against the address: the key by which addresses are hashed cannot be read.
        uncounted: bool,
    },
}

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// Keeps what a report says of deliveries of ours, which stand in the order of their ids ([`super::find_reported`]): what became of each.
/// Like every act of the outbox it holds the batches first, then the deliveries, then the documents. Without the key that sealed the one of
/// the addresses all is kept but what would count against an address.
pub async fn land_report(
    tx: &mut Tx,
    keys: &Keys,
    report: [u8; 32],
    ours: &[Reported],
    now: Moment,
) -> Result<Vec<Landed>> {
    batches::hold(tx, ours.iter().map(|one| one.batch)).await?;
    let mut held = vec![];
    for one in ours {
        held.push(stands(tx, &report, one).await?);
    }
    let key = if held.contains(&Stands::New) { counting(tx, keys).await? } else { None };
    let (mut landed, mut gone_wrong) = (vec![], vec![]);
    for (one, stands) in ours.iter().zip(held) {
        landed.push(match stands {
            Stands::Gone => Landed::Unknown,
            Stands::Kept => Landed::Known(one.delivery),
            Stands::New => {
                if one.finding.kind != ReportKind::Delayed {
                    gone_wrong.push(one.delivery);
                }
                keep(tx, key.as_ref(), &report, one, now).await?
            }
        });
    }
    documents::follow_deliveries(tx, &gone_wrong).await?;
    Ok(landed)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    New,
    Kept,
    Gone,
}

// Another one may be reading the same report: it waits here, and then sees that it is kept. Whose it is may have been forgotten since it
// was looked up (P06).
const HOLD: &str = "UPDATE delivery SET changed_at = changed_at WHERE id = $1 AND address_key = $2";
/// Some of each kind say it: whoever got a mail could send any number, each a little different.
const MOST: i64 = 20;
const IS_KEPT: &str = "SELECT EXISTS (SELECT 1 FROM delivery_report WHERE report = $1 AND delivery_id = $2)
  OR (SELECT COUNT(*) FROM delivery_report WHERE delivery_id = $2 AND kind = $4) >= $3";

async fn stands(tx: &mut Tx, report: &[u8; 32], one: &Reported) -> Result<Stands> {
    let held = on!(tx, c => sqlx::query(HOLD).bind(one.delivery.0).bind(email_key(&one.address))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if held == 0 {
        return Ok(Stands::Gone);
    }
    let kept: bool = on!(tx, c => sqlx::query_scalar(IS_KEPT)
        .bind(&report[..]).bind(one.delivery.0).bind(MOST).bind(one.finding.kind.code()).fetch_one(c).await)?;
    Ok(if kept { Stands::Kept } else { Stands::New })
}

/// The key of the addresses, held for counting; none when it cannot be read.
async fn counting(tx: &mut Tx, keys: &Keys) -> Result<Option<AddressKey>> {
    match suppressions::key(tx, keys).await {
        Ok(key) => {
            suppressions::count_alone(tx).await?;
            Ok(Some(key))
        }
        Err(StoreError::Refused("secret_not_readable")) => Ok(None),
        Err(error) => Err(error),
    }
}

const ADD: &str =
    "INSERT INTO delivery_report (report, delivery_id, event_id, kind, code, enhanced, text, address_hmac, at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
// What waits for another try has not come back: the next one says how it ends.
const CAME_BACK: &str = "UPDATE delivery SET bounced_at = COALESCE(bounced_at, $2)
  WHERE id = $1 AND state NOT IN ('held', 'queued', 'leased')";

async fn keep(tx: &mut Tx, key: Option<&AddressKey>, report: &[u8; 32], one: &Reported, now: Moment) -> Result<Landed> {
    let (delivery, batch) = (one.delivery, one.batch);
    let Finding { kind, code, enhanced, text } = &one.finding;
    let enhanced = enhanced.map(|enhanced| enhanced.to_string()).unwrap_or_default();
    let name = if *kind == ReportKind::Delayed { "delayed" } else { "bounced" };
    let told = serde_json::json!({ "kind": kind.code(), "code": code, "enhanced": enhanced });
    let event = event::append(tx, (Some(batch), Some(delivery)), None, name, told, now).await?;
    let hmac = key.map(|key| key.hmac(&one.address));
    on!(tx, c => sqlx::query(ADD)
        .bind(&report[..]).bind(delivery.0).bind(event).bind(kind.code()).bind(code.map(i64::from))
        .bind(&enhanced).bind(text).bind(hmac.as_ref().map(AddressHmac::bytes)).bind(stamp(now))
        .execute(c).await.map(drop))?;
    if *kind != ReportKind::Delayed {
        on!(tx, c => sqlx::query(CAME_BACK).bind(delivery.0).bind(stamp(now)).execute(c).await.map(drop))?;
    }
    let hard = *kind == ReportKind::Hard;
    let suppressed = match hmac {
        Some(hmac) if hard => suppress(tx, hmac, event, now).await?,
        _ => false,
    };
    Ok(Landed::Kept { delivery, batch, kind: *kind, suppressed, uncounted: hard && hmac.is_none() })
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
