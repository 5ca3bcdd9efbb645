//! The rows of deliveries as they enter the outbox, many in one statement.

use super::NewDelivery;
use crate::{Result, Tx, counted, email_key, stamp};
use model::delivery::DeliveryState;
use model::{AccountId, BatchId, MessageId, Moment};
use sqlx::{Postgres, QueryBuilder, Sqlite};

/// What all rows of a batch begin with.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub(super) batch: BatchId,
    pub(super) state: DeliveryState,
    pub(super) due: Moment,
    pub(super) expires: Moment,
    pub(super) priority: i64,
    /// Without it the account is theirs when they are let go (`feed`): Postgres looks up each row's.
    pub(super) has_account: bool,
}

/// An address with its place in the mail.
pub(super) struct Placed<'d> {
    pub(super) key: String,
    pub(super) position: i64,
    one: &'d NewDelivery,
}

impl<'d> From<(i64, &'d NewDelivery)> for Placed<'d> {
    fn from((position, one): (i64, &'d NewDelivery)) -> Self {
        Placed { key: email_key(&one.address), position, one }
    }
}

/// What becomes of an address that the mail already has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Twice {
    /// One delivery, in its first place.
    LeaveOut,
    /// `StoreError::Taken`: whoever knows that it comes once need not pay for the question.
    Refuse,
}

const ADD: &str = "INSERT INTO delivery (message_id, account_id, batch_id, state, due_at, expires_at, priority, changed_at,
    dup_risk, test_mailbox, attempt, lease_epoch, last_phase, last_enhanced, last_text, contact_id, position, address, address_key, name,
    role, self_copy, corrects_id) SELECT ";
const EACH: &str =
    ", 0, 0, '', '', '', v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, v.column7, v.column8 FROM ";
const COLUMNS: &str =
    ") AS v (column1, column2, column3, column4, column5, column6, column7, column8) WHERE true ORDER BY v.column2";
/// `true`: else SQLite takes `ON CONFLICT` for a condition of a join.
const VALUES_END: &str = ") AS v WHERE true ORDER BY v.column2";
const LEFT_OUT: &str = " ON CONFLICT (message_id, address_key) DO NOTHING";
/// Rows of one statement: SQLite has 32 766 parameters, and each row takes eight of them.
const AT_ONCE: usize = 500;
/// Postgres takes eight lists, whatever their length: with a parameter for each value it would look at 4 000 before each statement.
const AT_ONCE_AS_LISTS: usize = 4_000;

/// Adds these to a mail.
pub(super) async fn add(
    tx: &mut Tx,
    start: &Start,
    (message, account): (MessageId, AccountId),
    rows: &[Placed<'_>],
    twice: Twice,
    now: Moment,
) -> Result<()> {
    let account = start.has_account.then_some(account.0);
    let end = if twice == Twice::LeaveOut { LEFT_OUT } else { "" };
    macro_rules! begin {
        ($db:ty) => {{
            let mut query = QueryBuilder::<$db>::new(ADD);
            let mut shared = query.separated(", ");
            shared.push_bind(message.0).push_bind(account).push_bind(start.batch.0).push_bind(start.state.code());
            shared.push_bind(stamp(start.due)).push_bind(stamp(start.expires)).push_bind(start.priority);
            shared.push_bind(stamp(now)).push_bind(false).push_bind(false);
            query.push(EACH);
            query
        }};
    }
    match counted(tx) {
        Tx::Sqlite(tx) => {
            for some in rows.chunks(AT_ONCE) {
                let mut query = begin!(Sqlite);
                query.push("(").push_values(some, |mut row, Placed { key, position, one }| {
                    row.push_bind(one.contact_id.map(|id| id.0)).push_bind(*position).push_bind(one.address.as_str());
                    row.push_bind(key).push_bind(&one.name).push_bind(one.role.code()).push_bind(one.self_copy);
                    row.push_bind(one.corrects.map(|id| id.0));
                });
                query.push(VALUES_END).push(end).build().execute(&mut **tx).await?;
            }
        }
        Tx::Postgres(tx) => {
            for some in rows.chunks(AT_ONCE_AS_LISTS) {
                let mut query = begin!(Postgres);
                let mut lists = query.push("UNNEST(").separated(", ");
                lists.push_bind(some.iter().map(|row| row.one.contact_id.map(|id| id.0)).collect::<Vec<_>>());
                lists.push_bind(some.iter().map(|row| row.position).collect::<Vec<_>>());
                lists.push_bind(some.iter().map(|row| row.one.address.as_str()).collect::<Vec<_>>());
                lists.push_bind(some.iter().map(|row| row.key.as_str()).collect::<Vec<_>>());
                lists.push_bind(some.iter().map(|row| row.one.name.as_str()).collect::<Vec<_>>());
                lists.push_bind(some.iter().map(|row| row.one.role.code()).collect::<Vec<_>>());
                lists.push_bind(some.iter().map(|row| row.one.self_copy).collect::<Vec<_>>());
                lists.push_bind(some.iter().map(|row| row.one.corrects.map(|id| id.0)).collect::<Vec<_>>());
                query.push(COLUMNS).push(end).build().execute(&mut **tx).await?;
            }
        }
    }
    Ok(())
}
