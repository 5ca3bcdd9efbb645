//! Addresses that nothing is sent to any more, each known by an HMAC only (S70): whoever is forgotten stays suppressed, and nobody
//! reads from the table who it was.
//!
//! The last look before a mail leaves asks [`suppressed`] with the addresses as stored: two short statements, one while nothing was
//! ever suppressed. Who asks often keeps the [`AddressKey`] (it never changes once it is there) and asks [`suppressed_among`].

mod key;

pub(crate) use key::count_alone;
pub use key::{AddressHmac, AddressKey, find_key, key, reseal};

use crate::{Result, StoreError, Tx, coded::coded, ids::even, moment, on, secrets::Keys, stamp};
use chrono::{DateTime, Utc};
use model::send::{Blocked, BlockedWhy};
use model::{BatchId, EmailAddress, Moment, UserId};
use std::collections::HashSet;

/// Seconds for which « Débloquer » can be undone.
const RESTORABLE: i64 = 86_400;
/// Hashes of one statement.
const AT_ONCE: usize = 500;

/// Whether nothing may be sent to these addresses, in their order. What is no address is not suppressed.
///
/// # Errors
/// `Refused("secret_not_readable")` without the key that sealed the table's.
pub async fn suppressed(tx: &mut Tx, keys: &Keys, addresses: &[&str]) -> Result<Vec<bool>> {
    let Some(key) = find_key(tx, keys).await? else { return Ok(vec![false; addresses.len()]) };
    let hmacs: Vec<Option<AddressHmac>> =
        addresses.iter().map(|text| EmailAddress::parse(text).ok().map(|address| key.hmac(&address))).collect();
    let known: Vec<AddressHmac> = hmacs.iter().flatten().copied().collect();
    let found = suppressed_among(tx, &known).await?;
    Ok(hmacs.iter().map(|hmac| hmac.is_some_and(|hmac| found.contains(&hmac))).collect())
}

/// [`suppressed`] for one.
///
/// # Errors
/// As [`suppressed`].
pub async fn is_suppressed(tx: &mut Tx, keys: &Keys, address: &EmailAddress) -> Result<bool> {
    Ok(suppressed(tx, keys, &[address.as_str()]).await?.contains(&true))
}

const AMONG: &str = "SELECT address_hmac FROM suppression WHERE removed_at IS NULL AND address_hmac IN (";

/// Those of them to which nothing may be sent.
pub async fn suppressed_among(tx: &mut Tx, hmacs: &[AddressHmac]) -> Result<HashSet<AddressHmac>> {
    let mut found = HashSet::new();
    for some in hmacs.chunks(AT_ONCE) {
        let rows: Vec<Vec<u8>> = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(AMONG);
            let mut list = query.separated(", ");
            for hmac in even(some) {
                list.push_bind(hmac.0.to_vec());
            }
            query.push(")");
            query.build_query_scalar().fetch_all(c).await
        })?;
        found.extend(rows.iter().filter_map(|bytes| AddressHmac::of_bytes(bytes)));
    }
    Ok(found)
}

const ADD: &str = "INSERT INTO suppression (address_hmac, reason, event_id, created_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (address_hmac) DO UPDATE SET reason = excluded.reason, event_id = excluded.event_id,
    created_at = excluded.created_at, removed_at = NULL, removed_by = NULL
  WHERE suppression.removed_at IS NOT NULL";

/// Nothing is sent to this address from now on; `event` says why. Whether it was not so already: the first reason stays.
pub async fn add(tx: &mut Tx, hmac: AddressHmac, why: BlockedWhy, event: Option<i64>, now: Moment) -> Result<bool> {
    let added = on!(tx, c => sqlx::query(ADD)
        .bind(&hmac.0[..]).bind(why.code()).bind(event).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?;
    Ok(added > 0)
}

const REMOVE: &str =
    "UPDATE suppression SET removed_at = $2, removed_by = $3 WHERE address_hmac = $1 AND removed_at IS NULL";

/// « Débloquer »: mails may leave for it again, and only what comes back from now on counts. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn remove(tx: &mut Tx, hmac: AddressHmac, by: UserId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(REMOVE).bind(&hmac.0[..]).bind(stamp(now)).bind(by.0)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 && find(tx, hmac).await?.is_none() { Err(StoreError::NotFound) } else { Ok(()) }
}

const RESTORE: &str =
    "UPDATE suppression SET removed_at = NULL, removed_by = NULL WHERE address_hmac = $1 AND removed_at >= $2";

/// « Annuler » after [`remove`], within a day. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`, also when it was removed longer ago.
pub async fn restore(tx: &mut Tx, hmac: AddressHmac, now: Moment) -> Result<()> {
    let since = stamp(now.plus_seconds(-RESTORABLE));
    let changed = on!(tx, c => sqlx::query(RESTORE).bind(&hmac.0[..]).bind(since)
        .execute(c).await.map(|r| r.rows_affected()))?;
    let blocked = changed > 0 || find(tx, hmac).await?.is_some_and(|one| one.removed_at.is_none());
    if blocked { Ok(()) } else { Err(StoreError::NotFound) }
}

const REMOVED_AT: &str = "SELECT removed_at FROM suppression WHERE address_hmac = $1";

/// When somebody let mails leave for it again.
pub(crate) async fn removed_at(tx: &mut Tx, hmac: AddressHmac) -> Result<Option<Moment>> {
    let at: Option<Option<DateTime<Utc>>> =
        on!(tx, c => sqlx::query_scalar(REMOVED_AT).bind(&hmac.0[..]).fetch_optional(c).await)?;
    Ok(at.flatten().map(moment))
}

#[derive(sqlx::FromRow)]
struct Row {
    address_hmac: Vec<u8>,
    reason: String,
    created_at: DateTime<Utc>,
    removed_at: Option<DateTime<Utc>>,
    address: Option<String>,
    batch_id: Option<i64>,
    code: Option<i64>,
    enhanced: Option<String>,
    text: Option<String>,
}

// What led to it names the address, until somebody is forgotten. System mails have no result to look at.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT s.address_hmac, s.reason, s.created_at, s.removed_at, d.address,
               CASE WHEN b.kind <> 'system' THEN b.id END AS batch_id, r.code, r.enhanced, r.text
             FROM suppression s LEFT JOIN event e ON e.id = s.event_id LEFT JOIN delivery d ON d.id = e.delivery_id
             LEFT JOIN batch b ON b.id = e.batch_id
             LEFT JOIN delivery_report r ON r.delivery_id = e.delivery_id AND r.event_id = e.id WHERE ",
            $rest
        )
    };
}

impl TryFrom<Row> for Blocked {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Blocked> {
        Ok(Blocked {
            id: model::hex(&row.address_hmac),
            address: row.address.unwrap_or_default(),
            why: coded("suppression.reason", &row.reason, BlockedWhy::from_code)?,
            since: moment(row.created_at),
            removed_at: row.removed_at.map(moment),
            batch: row.batch_id.map(BatchId),
            code: row.code.and_then(|code| u16::try_from(code).ok()),
            enhanced: row.enhanced.unwrap_or_default(),
            text: row.text.unwrap_or_default(),
        })
    }
}

const FIND: &str = select!("s.address_hmac = $1");

/// One, suppressed now or once.
pub async fn find(tx: &mut Tx, hmac: AddressHmac) -> Result<Option<Blocked>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(FIND).bind(&hmac.0[..]).fetch_optional(c).await)?;
    row.map(Blocked::try_from).transpose()
}

/// Rows of a page.
pub const PAGE: usize = 100;

const LIST: &str = select!(
    "s.removed_at IS NULL AND (s.created_at < $1 OR (s.created_at = $1 AND s.address_hmac > $2))
     ORDER BY s.created_at DESC, s.address_hmac LIMIT 101"
);
/// The end of the year 9999: after everything.
const EVER: Moment = Moment(253_402_300_799_000);

/// Those that are suppressed, the last one first, after the last of the page before: [`PAGE`] of them, and one more when there are more.
pub async fn list(tx: &mut Tx, after: Option<(Moment, AddressHmac)>) -> Result<Vec<Blocked>> {
    let (at, hmac) = after.unwrap_or((EVER, AddressHmac([0; 32])));
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).bind(stamp(at)).bind(&hmac.0[..]).fetch_all(c).await)?;
    rows.into_iter().map(Blocked::try_from).collect()
}
