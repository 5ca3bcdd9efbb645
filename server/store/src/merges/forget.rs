//! P06: what two contacts were before they became one is personal data. It goes with the contact that stayed, and in any case
//! when nobody undoes it for a month.

use crate::{Result, Tx, on, stamp};
use model::{ContactId, Moment};

// Also of whoever was merged into one that was merged into this one.
const FORGET: &str = "WITH RECURSIVE merged (id) AS (
    SELECT id FROM contact WHERE id = $1
    UNION SELECT m.gone_id FROM merge m JOIN merged ON m.kept_id = merged.id WHERE m.undone_at IS NULL
  )
  UPDATE merge SET snapshot = NULL WHERE snapshot IS NOT NULL AND kept_id IN (SELECT id FROM merged)";

/// With the contact's own data.
pub(crate) async fn forget(tx: &mut Tx, contact: ContactId) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(FORGET).bind(contact.0).execute(c).await.map(drop))?)
}

/// Milliseconds during which a merge can be undone.
const UNDO: i64 = 30 * 86_400_000;
const FORGET_OLD: &str = "UPDATE merge SET snapshot = NULL WHERE snapshot IS NOT NULL AND at <= $1";

/// What was merged a month ago stays so.
pub(crate) async fn forget_old(tx: &mut Tx, now: Moment) -> Result<()> {
    let before = stamp(now.plus_ms(-UNDO));
    Ok(on!(tx, c => sqlx::query(FORGET_OLD).bind(before).execute(c).await.map(drop))?)
}
