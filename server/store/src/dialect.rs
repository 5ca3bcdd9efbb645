//! The few texts that must differ between the databases, each with its reason. Aim: five or fewer.

use crate::{Tx, restorations::nothing_held};

/// Something of this priority is due at $2. Each priority by itself, so that the index leads past what is put off; what is paused has
/// none of them (`outbox::pause`).
macro_rules! due {
    ($priority:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM delivery d WHERE d.account_id = a.id AND d.priority = ",
            $priority,
            " AND d.state = 'queued' AND d.due_at <= $2)"
        )
    };
}

/// An account that may send at $2, with something due, that nobody serves; none while a copy that was put in place is not confirmed.
macro_rules! free_account {
    () => {
        concat!(
            "(a.state = 'ok' OR (a.state = 'throttled' AND a.next_ok_at <= $2)) AND (a.lease_until IS NULL OR a.lease_until <= $2)
               AND (",
            due!(0),
            " OR ",
            due!(1),
            " OR ",
            due!(2),
            " OR ",
            due!(3),
            ") AND ",
            nothing_held!()
        )
    };
}

macro_rules! lease_account {
    ($lock:literal) => {
        concat!(
            "UPDATE smtp_account SET lease_owner = $1, lease_epoch = lease_epoch + 1, lease_until = $3, last_served_at = $2
             WHERE id = (SELECT a.id FROM smtp_account a WHERE ",
            free_account!(),
            " ORDER BY COALESCE(a.last_served_at, a.created_at), a.id LIMIT 1",
            $lock,
            ") RETURNING id, lease_epoch"
        )
    };
}

/// Whether somebody waits for a worker; $1 is nobody.
pub(crate) const SOMEBODY_WAITS: &str = concat!(
    "SELECT EXISTS (SELECT 1 FROM smtp_account a WHERE a.lease_owner IS DISTINCT FROM $1 AND ",
    free_account!(),
    ")"
);

/// SQLite has one writer and knows no row locks; on Postgres two workers must not wait for the same account.
pub(crate) fn lease_account(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => lease_account!(""),
        Tx::Postgres(_) => lease_account!(" FOR UPDATE OF a SKIP LOCKED"),
    }
}

/// After `SELECT id FROM … WHERE …`: holds these rows in the order of ids, whatever way they are found, so that two who need several of
/// them wait for each other rather than block each other. SQLite knows no row locks: its one writer holds everything.
pub(crate) fn held_in_order(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => " ORDER BY id",
        Tx::Postgres(_) => " ORDER BY id FOR UPDATE",
    }
}

/// The same for rows that others may go on to point at: on Postgres the check of a foreign key does not wait for it.
pub(crate) fn held_but_named(tx: &Tx) -> &'static str {
    match tx {
        Tx::Sqlite(_) => " ORDER BY id",
        Tx::Postgres(_) => " ORDER BY id FOR NO KEY UPDATE",
    }
}

/// Joins to each row of `v` the first rows of a subquery under the name `d`: what comes before the subquery's FROM, and what
/// closes it. SQLite has no LATERAL; Postgres would run SQLite's form once for each joined row.
pub(crate) struct FirstOfEach {
    pub(crate) sqlite: (&'static str, &'static str),
    pub(crate) postgres: (&'static str, &'static str),
}

impl FirstOfEach {
    pub(crate) fn on(&self, tx: &Tx) -> (&'static str, &'static str) {
        match tx {
            Tx::Sqlite(_) => self.sqlite,
            Tx::Postgres(_) => self.postgres,
        }
    }
}

/// For the word tables of the search.
macro_rules! first_of_each_word {
    ($noun:literal) => {
        $crate::dialect::FirstOfEach {
            sqlite: (
                concat!(" JOIN ", $noun, "_word d ON d.word = v.word AND d.", $noun, "_id IN (SELECT i.", $noun, "_id"),
                ")",
            ),
            postgres: (concat!(" CROSS JOIN LATERAL (SELECT i.", $noun, "_id, i.place, i.sort_key"), ") d"),
        }
    };
}
pub(crate) use first_of_each_word;
