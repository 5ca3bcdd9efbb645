//! `bonport check`: what is broken, what does not move although it should, and how much there is of everything.

use crate::{Pool, Result, Tx, blobs, faults, on, restorations, restorations::nothing_held, stamp};
use chrono::{DateTime, Utc};
use model::Moment;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checkup {
    /// Broken: needs a backup, or somebody who knows.
    pub damaged: Vec<String>,
    /// Rows that should have moved on, a sentence each.
    pub stuck: Vec<String>,
    /// State of deliveries, then of accounts, and how many.
    pub counts: Vec<(String, i64)>,
}

/// Rules of ours that no key of the database keeps.
const BROKEN: [(&str, &str); 3] = [
    (
        "files that lack a part",
        "SELECT COUNT(*) FROM blob b WHERE b.hash IS NOT NULL AND b.size <>
           (SELECT COALESCE(CAST(SUM(LENGTH(c.bytes)) AS BIGINT), 0) FROM blob_chunk c WHERE c.blob_id = b.id)",
    ),
    (
        "deliveries that count for another sending than their mail",
        "SELECT COUNT(*) FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.batch_id <> m.batch_id",
    ),
    (
        "mails of sendings put together in steps that nothing will let go",
        "SELECT COUNT(*) FROM delivery d JOIN batch b ON b.id = d.batch_id
         WHERE d.state = 'held' AND d.state IN ('held', 'leased', 'in_flight') AND d.due_at > '9998-01-01'
           AND b.feed_from IS NULL AND b.state NOT IN ('draft', 'dropping')",
    ),
];

/// What does not move, and the instant before which it should have: seconds ago.
const STUCK: [(&str, i64, &str); 11] = [
    (
        "mails taken by a worker that is gone; serve gives them back",
        60,
        "SELECT COUNT(*) FROM delivery WHERE state = 'leased' AND state IN ('held', 'leased', 'in_flight') AND lease_until < $1",
    ),
    (
        "mails that were leaving when their worker went; serve settles them",
        12 * 60,
        "SELECT COUNT(*) FROM delivery WHERE state = 'in_flight' AND state IN ('held', 'leased', 'in_flight') AND lease_until < $1",
    ),
    (
        "mails whose time to be cancelled is over, and that wait all the same; is serve running?",
        60,
        "SELECT COUNT(*) FROM delivery WHERE state = 'held' AND state IN ('held', 'leased', 'in_flight') AND due_at < $1",
    ),
    (
        "mails due for an hour by an account that works; is serve running?",
        3600,
        concat!(
            "SELECT COUNT(*) FROM delivery d JOIN smtp_account a ON a.id = d.account_id
             WHERE d.state = 'queued' AND d.priority < 100 AND d.due_at < $1
               AND (a.state = 'ok' OR (a.state = 'throttled' AND a.next_ok_at < $1)) AND ",
            nothing_held!()
        ),
    ),
    (
        "mails whose account was removed: cancel them",
        0,
        "SELECT COUNT(*) FROM delivery WHERE state = 'queued' AND account_id IS NULL AND due_at <= $1",
    ),
    (
        "sendings that go on although nothing of them is open",
        60,
        "SELECT COUNT(*) FROM batch b WHERE b.state IN ('running', 'paused') AND b.changed_at < $1 AND NOT EXISTS
           (SELECT 1 FROM delivery d WHERE d.batch_id = b.id AND d.state IN ('held', 'queued', 'leased', 'in_flight'))",
    ),
    (
        "sendings that were being put together by somebody who is gone; serve removes what is left of them",
        2 * 3600,
        "SELECT COUNT(*) FROM batch WHERE state IN ('draft', 'dropping') AND changed_at < $1",
    ),
    (
        "sendings whose mails should have been let go; is serve running?",
        3600,
        "SELECT COUNT(*) FROM batch WHERE feed_from IS NOT NULL AND feed_from < $1 AND state <> 'paused'",
    ),
    (
        "documents that should have left by themselves; is serve running?",
        3600,
        "SELECT COUNT(*) FROM document_arrival WHERE waits_for IS NULL AND arrived_at < $1",
    ),
    (
        "uploads that were never finished; serve removes them",
        2 * 24 * 3600,
        "SELECT COUNT(*) FROM blob WHERE hash IS NULL AND created_at < $1",
    ),
    (
        "files that nothing needs; serve removes them",
        2 * 24 * 3600,
        "SELECT COUNT(*) FROM blob b WHERE b.hash IS NOT NULL AND b.created_at < $1
           AND NOT EXISTS (SELECT 1 FROM message m WHERE m.mime_hash = b.hash)
           AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = b.hash)
           AND NOT EXISTS (SELECT 1 FROM document x WHERE x.hash = b.hash)
           AND NOT EXISTS (SELECT 1 FROM document_upload u WHERE u.hash = b.hash)",
    ),
];

const COUNTS: &str = "SELECT 'deliveries ' || state, COUNT(*) FROM delivery GROUP BY state
  UNION ALL SELECT 'accounts ' || state, COUNT(*) FROM smtp_account GROUP BY state ORDER BY 1";

/// Looks at everything; the tables must be of this version.
pub async fn checkup(pool: &Pool, now: Moment) -> Result<Checkup> {
    let mut found = Checkup { damaged: faults(pool).await?, ..Checkup::default() };
    let other = blobs::damaged(pool).await?;
    found.damaged.extend((other > 0).then(|| format!("{other} files are not what was stored")));
    let mut tx = pool.read().await?;
    for (what, text) in BROKEN {
        let count: i64 = on!(&mut tx, c => sqlx::query_scalar(text).fetch_one(c).await)?;
        found.damaged.extend((count > 0).then(|| format!("{count} {what}")));
    }
    for (what, seconds, text) in STUCK {
        let before = stamp(now.plus_seconds(-seconds));
        let count = stuck(&mut tx, text, before).await?;
        found.stuck.extend((count > 0).then(|| format!("{count} {what}")));
    }
    if restorations::find(&mut tx).await?.is_some() {
        found.stuck.push(
            "a copy was put in place: nothing leaves until an administrator confirms it on /parametres/reprise".into(),
        );
    }
    found.counts = on!(&mut tx, c => sqlx::query_as(COUNTS).fetch_all(c).await)?;
    Ok(found)
}

async fn stuck(tx: &mut Tx, text: &'static str, before: DateTime<Utc>) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(text).bind(before).fetch_one(c).await)?)
}
