//! The few texts that must differ between the databases, each with its reason. Aim: five or fewer.

use crate::Tx;

macro_rules! lease_account {
    ($lock:literal) => {
        concat!(
            "UPDATE smtp_account SET lease_owner = $1, lease_epoch = lease_epoch + 1, lease_until = $3, last_served_at = $2
             WHERE id = (SELECT a.id FROM smtp_account a
               WHERE (a.state = 'ok' OR (a.state = 'throttled' AND a.next_ok_at <= $2))
                 AND (a.lease_until IS NULL OR a.lease_until <= $2)
                 AND EXISTS (SELECT 1 FROM delivery d JOIN message m ON m.id = d.message_id JOIN batch b ON b.id = m.batch_id
                   WHERE d.account_id = a.id AND d.state = 'queued' AND d.due_at <= $2 AND b.state = 'running')
               ORDER BY COALESCE(a.last_served_at, a.created_at), a.id LIMIT 1",
            $lock,
            ") RETURNING id, lease_epoch"
        )
    };
}

/// SQLite has one writer and knows no row locks; on Postgres two workers must not wait for the same account.
pub(crate) fn lease_account(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => lease_account!(""),
        Tx::Postgres(_) => lease_account!(" FOR UPDATE OF a SKIP LOCKED"),
    }
}
