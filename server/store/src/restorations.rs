//! A copy that was put in place, and the hold of everything that would leave (S69): what waited when the copy was made may have left
//! since, so an administrator decides. The hold is a row without `confirmed_at`; it is asked for where an account is leased, where its
//! mails are found, and in the commit that puts one in flight (`outbox`), so that it binds every process on the database.

use crate::{Pool, Result, Tx, documents, moment, on, outbox, stamp};
use chrono::{DateTime, Utc};
use model::delivery::Kind;
use model::document::WaitsFor;
use model::{BatchId, Moment, UserId};

/// The text that asks whether nothing is held.
macro_rules! nothing_held {
    () => {
        "NOT EXISTS (SELECT 1 FROM restoration r WHERE r.confirmed_at IS NULL)"
    };
}
pub(crate) use nothing_held;

/// A copy in place that nobody has confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restoration {
    /// From when the copy is.
    pub copied_at: Moment,
    /// When it was put in place.
    pub restored_at: Moment,
    /// Acts of sending up to this one stood in the copy.
    pub last_batch: BatchId,
}

const OPEN: &str =
    "SELECT MIN(copied_at), MIN(restored_at), MIN(last_batch_id) FROM restoration WHERE confirmed_at IS NULL";
type Open = (Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<i64>);

/// The hold, while there is one. Of a copy that was made during one: the older of both, which knows less.
pub async fn find(tx: &mut Tx) -> Result<Option<Restoration>> {
    let (copied, restored, batch): Open = on!(tx, c => sqlx::query_as(OPEN).fetch_one(c).await)?;
    Ok(copied.zip(restored).zip(batch).map(|((copied, restored), batch)| Restoration {
        copied_at: moment(copied),
        restored_at: moment(restored),
        last_batch: BatchId(batch),
    }))
}

const IS_COPY: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_copy')";

/// Finds out whether this database is a copy that was put in place, and if so holds everything back. Once: afterwards it is a copy no
/// more. Nothing on Postgres, where a copy comes only through a file that was woken before (`copies::pour`).
pub async fn wake(pool: &Pool, now: Moment) -> Result<Option<Restoration>> {
    let Pool::Sqlite { read, .. } = pool else { return Ok(None) };
    if !sqlx::query_scalar::<_, bool>(IS_COPY).fetch_one(read).await? {
        return Ok(None);
    }
    let mut tx = pool.write().await?;
    let made_at: Option<DateTime<Utc>> = on!(&mut tx, c => sqlx::query_scalar(MADE_AT).fetch_one(c).await)?;
    hold(&mut tx, made_at.map_or(now, moment), now).await?;
    on!(&mut tx, c => sqlx::query(COPY_NO_MORE).execute(c).await.map(drop))?;
    let held = find(&mut tx).await?;
    tx.commit().await?;
    Ok(held)
}

const MADE_AT: &str = "SELECT MIN(made_at) FROM _copy";
const COPY_NO_MORE: &str = "DROP TABLE _copy";

/// Sessions, and links that let in once: who signed out, or used one, since the copy was made did so for good (S06, S10).
const LET_NOBODY_IN: [&str; 2] = ["DELETE FROM session", "DELETE FROM access_token"];
/// It may have left since.
const ARRIVED: &str = "UPDATE document_arrival SET waits_for = $1 WHERE waits_for IS NULL";
/// « peut-être reçu deux fois »: of kinds that are sent at least once.
/// What the last try came to says nothing of the one that may have followed.
const DOUBT: &str = "UPDATE delivery SET dup_risk = $1, last_phase = CASE WHEN dup_risk THEN last_phase ELSE '' END,
    last_code = CASE WHEN dup_risk THEN last_code END
  WHERE state IN ('held', 'queued', 'leased', 'in_flight')
  AND state IN ('held', 'queued') AND batch_id IN (SELECT b.id FROM batch b WHERE b.kind IN ($2, $3))";
const ADD: &str = "INSERT INTO restoration (copied_at, restored_at, last_batch_id)
  SELECT $1, $2, COALESCE(MAX(id), 0) FROM batch";

/// Holds everything back. What was under way when the copy was made is settled like after a crash; what waited, each kind by its promise
/// (delivery.md §2): never twice without saying so. Nobody is signed in any more.
pub(crate) async fn hold(tx: &mut Tx, copied_at: Moment, now: Moment) -> Result<()> {
    outbox::recover(tx, outbox::Grace::None, now).await?;
    for text in LET_NOBODY_IN {
        on!(tx, c => sqlx::query(text).execute(c).await.map(drop))?;
    }
    on!(tx, c => sqlx::query(ARRIVED).bind(WaitsFor::Restored.code()).execute(c).await.map(drop))?;
    // What a system mail says let somebody in by a link that is gone; of a campaign nobody gets two.
    end_waiting(tx, Kind::System, "cancelled", now).await?;
    end_waiting(tx, Kind::Campaign, "uncertain", now).await?;
    on!(tx, c => sqlx::query(DOUBT).bind(true).bind(Kind::OneOff.code()).bind(Kind::Document.code())
        .execute(c).await.map(drop))?;
    Ok(on!(tx, c => sqlx::query(ADD).bind(stamp(copied_at)).bind(stamp(now)).execute(c).await.map(drop))?)
}

// What was still being filled has not left.
const END: &str =
    "UPDATE delivery SET state = CASE WHEN dup_risk THEN 'uncertain' ELSE $2 END, changed_at = $3, last_phase = CASE WHEN dup_risk THEN last_phase ELSE '' END,
    last_code = CASE WHEN dup_risk THEN last_code END, leased_by = NULL, lease_until = NULL
  WHERE state IN ('held', 'queued', 'leased', 'in_flight') AND state IN ('held', 'queued')
    AND batch_id IN (SELECT b.id FROM batch b WHERE b.kind = $1
      AND b.state NOT IN ('draft', 'dropping', 'dropped')) RETURNING batch_id, message_id";

async fn end_waiting(tx: &mut Tx, kind: Kind, state: &'static str, now: Moment) -> Result<()> {
    let ended: Vec<(i64, i64)> = on!(tx, c => sqlx::query_as(END)
        .bind(kind.code()).bind(state).bind(stamp(now)).fetch_all(c).await)?;
    let (mut batches, messages): (Vec<i64>, Vec<i64>) = ended.into_iter().unzip();
    batches.sort_unstable();
    batches.dedup();
    for batch in batches {
        outbox::close_if_settled(tx, BatchId(batch), now).await?;
    }
    documents::follow_messages(tx, &messages).await
}

/// An act of sending that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub batch: BatchId,
    /// Of its first mail; may be empty.
    pub subject: String,
    /// Its addresses that wait, copies to oneself left out.
    pub addresses: i64,
    /// Of one to several clients how many mails and clients (P50).
    pub several: Option<(i64, i64)>,
}

/// What waits while mails are held back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllWaiting {
    /// Acts of sending of the copy, the newest first.
    pub first: Vec<Waiting>,
    /// How many there are of them.
    pub batches: i64,
    /// Their addresses.
    pub addresses: i64,
    /// Addresses of what people wrote since: nobody has got that.
    pub since: i64,
}

macro_rules! waiting {
    ($what:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM delivery d JOIN batch b ON b.id = d.batch_id
  WHERE d.state IN ('held', 'queued', 'leased', 'in_flight') AND b.kind <> 'system' AND NOT d.self_copy
    AND b.state NOT IN ('draft', 'dropping', 'dropped') AND b.id "
        )
    };
}
const FIRST: &str = concat!(
    waiting!(
        "b.id AS batch, COALESCE((SELECT m.subject FROM message m WHERE m.batch_id = b.id ORDER BY m.id LIMIT 1), '') AS subject,
    COUNT(*) AS addresses, (SELECT COUNT(*) FROM message m WHERE m.batch_id = b.id) AS mails,
    (SELECT COUNT(DISTINCT m.client_id) FROM message m WHERE m.batch_id = b.id) AS clients"
    ),
    "<= $1 GROUP BY b.id ORDER BY b.id DESC LIMIT $2"
);
const COUNTS: &str = concat!(waiting!("COUNT(DISTINCT b.id), COUNT(*)"), "<= $1");
const SINCE: &str = concat!(waiting!("COUNT(*)"), "> $1");

/// What waits, and the first of it.
pub async fn waiting(tx: &mut Tx, held: &Restoration, most: i64) -> Result<AllWaiting> {
    let last = held.last_batch.0;
    let first: Vec<(i64, String, i64, i64, i64)> =
        on!(tx, c => sqlx::query_as(FIRST).bind(last).bind(most).fetch_all(c).await)?;
    let one = |(id, subject, addresses, mails, clients)| Waiting {
        batch: BatchId(id),
        subject,
        addresses,
        several: (clients > 1).then_some((mails, clients)),
    };
    let first = first.into_iter().map(one).collect();
    let (batches, addresses) = on!(tx, c => sqlx::query_as(COUNTS).bind(last).fetch_one(c).await)?;
    let since = on!(tx, c => sqlx::query_scalar(SINCE).bind(last).fetch_one(c).await)?;
    Ok(AllWaiting { first, batches, addresses, since })
}

const LOCK: &str = "UPDATE restoration SET confirmed_at = $1, confirmed_by = $2 WHERE confirmed_at IS NULL";
const MOVING: &str = "SELECT DISTINCT batch_id FROM delivery WHERE state IN ('held', 'queued', 'leased', 'in_flight')";
/// The time in which mails were held back does not count against the time in which they are tried.
const ALL_ITS_TIME: &str = "UPDATE delivery SET expires_at = $2
  WHERE state IN ('held', 'queued', 'leased', 'in_flight') AND state IN ('held', 'queued') AND expires_at < $2
    AND batch_id IN (SELECT b.id FROM batch b WHERE b.kind = $1)";

/// « Reprendre les envois »: lets go on what is held. False when somebody else did already. Wake the outbox after the commit.
pub async fn confirm(tx: &mut Tx, by: UserId, now: Moment) -> Result<bool> {
    let confirmed = on!(tx, c => sqlx::query(LOCK).bind(stamp(now)).bind(by.0)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if confirmed == 0 {
        return Ok(false);
    }
    let moving: Vec<i64> = on!(tx, c => sqlx::query_scalar(MOVING).fetch_all(c).await)?;
    hold_batches(tx, moving).await?;
    for kind in Kind::ALL {
        let until = stamp(now.plus_ms(kind.lifetime().as_millis() as i64));
        on!(tx, c => sqlx::query(ALL_ITS_TIME).bind(kind.code()).bind(until).execute(c).await.map(drop))?;
    }
    Ok(true)
}

const OF_THE_COPY: &str = "SELECT DISTINCT d.batch_id FROM delivery d JOIN batch b ON b.id = d.batch_id
  WHERE d.state IN ('held', 'queued', 'leased', 'in_flight') AND b.kind <> 'system' AND b.id <= $1
    AND b.state NOT IN ('draft', 'dropping', 'dropped')";

/// « Annuler ce qui attend, puis reprendre »: what stood in the copy does not leave; whether it did before nobody knows, so it becomes
/// uncertain and a person may still send it. What people wrote since leaves. False when somebody else went on already.
pub async fn confirm_without(tx: &mut Tx, by: UserId, now: Moment) -> Result<bool> {
    let Some(held) = find(tx).await? else { return Ok(false) };
    if !confirm(tx, by, now).await? {
        return Ok(false);
    }
    let mut batches: Vec<i64> =
        on!(tx, c => sqlx::query_scalar(OF_THE_COPY).bind(held.last_batch.0).fetch_all(c).await)?;
    batches.sort_unstable();
    for batch in batches {
        outbox::cancel(tx, BatchId(batch), by, now).await?;
    }
    Ok(true)
}

/// In the order of ids, some at a time.
async fn hold_batches(tx: &mut Tx, mut batches: Vec<i64>) -> Result<()> {
    batches.sort_unstable();
    for some in batches.chunks(1_000) {
        outbox::hold(tx, some.iter().map(|id| BatchId(*id))).await?;
    }
    Ok(())
}

const SECRETS: &str = "SELECT id FROM smtp_account WHERE secret_ct IS NOT NULL ORDER BY id";
const ADDRESS: &str = "SELECT from_address FROM smtp_account WHERE id = $1";

/// Addresses of the accounts whose password these keys do not open: it must be typed anew (S58).
pub async fn sealed_away(tx: &mut Tx, keys: Option<&crate::secrets::Keys>) -> Result<Vec<String>> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(SECRETS).fetch_all(c).await)?;
    let mut away = vec![];
    for id in ids {
        let opens = match keys {
            Some(keys) => !matches!(
                crate::accounts::secret(tx, keys, model::AccountId(id)).await,
                Err(crate::StoreError::Refused(_))
            ),
            None => false,
        };
        if !opens {
            away.push(on!(tx, c => sqlx::query_scalar(ADDRESS).bind(id).fetch_one(c).await)?);
        }
    }
    Ok(away)
}
