//! SMTP accounts: one of the organisation, one of each user (P52). The password goes in with [`add`] and [`change`], and comes
//! out only with [`secret`], for the room that signs in with it (S27).

mod state;

use crate::secrets::{Keys, Sealed};
use crate::{Result, StoreError, Tx, coded::coded, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::UserId;
use model::{
    Account, AccountId, AccountOwner, AccountState, CheckedAccount, Moment, SecretChange, Security, Transport,
};
use secrecy::SecretString;

pub use state::{is_unchanged, mark_tested, note_max_size, retry, stop, throttle, troubles, wait, waiting, well};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user_id: Option<i64>,
    transport: String,
    host: String,
    port: i64,
    security: String,
    login: String,
    has_password: bool,
    from_address: String,
    from_name: String,
    reply_to: Option<String>,
    copy_to_self: bool,
    state: String,
    state_text: String,
    state_at: DateTime<Utc>,
    next_ok_at: Option<DateTime<Utc>>,
    max_size: Option<i64>,
    tested_at: Option<DateTime<Utc>>,
    version: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, transport, host, port, security, login, secret_ct IS NOT NULL AS has_password, from_address,
             from_name, reply_to, copy_to_self, state, state_text, state_at, next_ok_at, max_size, tested_at, version
             FROM smtp_account ",
            $rest
        )
    };
}

impl TryFrom<Row> for Account {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Account> {
        Ok(Account {
            id: AccountId(row.id),
            owner: row.user_id.map_or(AccountOwner::Organisation, |id| AccountOwner::User(UserId(id))),
            transport: coded("smtp_account.transport", &row.transport, Transport::from_code)?,
            security: coded("smtp_account.security", &row.security, Security::from_code)?,
            state: coded("smtp_account.state", &row.state, AccountState::from_code)?,
            port: u16::try_from(row.port)
                .map_err(|_| StoreError::Unreadable { what: "smtp_account.port", found: "out of range".into() })?,
            host: row.host,
            login: row.login,
            has_password: row.has_password,
            from_address: row.from_address,
            from_name: row.from_name,
            reply_to: row.reply_to,
            copy_to_self: row.copy_to_self,
            state_text: row.state_text,
            state_at: moment(row.state_at),
            next_ok_at: row.next_ok_at.map(moment),
            max_size: row.max_size,
            tested_at: row.tested_at.map(moment),
            version: row.version,
        })
    }
}

const GET: &str = select!("WHERE id = $1");

/// One account.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: AccountId) -> Result<Account> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    row.try_into()
}

const FIND_ORGANISATION: &str = select!("WHERE owner = 'organisation'");
const FIND_USER: &str = select!("WHERE user_id = $1");

/// The account of the organisation, or of a user, when there is one.
pub async fn find(tx: &mut Tx, owner: AccountOwner) -> Result<Option<Account>> {
    let row: Option<Row> = match owner {
        AccountOwner::Organisation => on!(tx, c => sqlx::query_as(FIND_ORGANISATION).fetch_optional(c).await)?,
        AccountOwner::User(id) => on!(tx, c => sqlx::query_as(FIND_USER).bind(id.0).fetch_optional(c).await)?,
    };
    row.map(Account::try_from).transpose()
}

const LIST_FOR: &str =
    select!("WHERE user_id = $1 OR owner = 'organisation' ORDER BY CASE owner WHEN 'user' THEN 0 ELSE 1 END");

/// What a user may choose in « De »: the user's own first, then the organisation's. Empty: sending is impossible (P52).
pub async fn list_for(tx: &mut Tx, user: UserId) -> Result<Vec<Account>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST_FOR).bind(user.0).fetch_all(c).await)?;
    rows.into_iter().map(Account::try_from).collect()
}

const LIST: &str = select!("ORDER BY CASE owner WHEN 'organisation' THEN 0 ELSE 1 END, from_address, id");

/// All of them, the organisation's first.
pub async fn list(tx: &mut Tx) -> Result<Vec<Account>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    rows.into_iter().map(Account::try_from).collect()
}

const ADD: &str =
    "INSERT INTO smtp_account (owner, user_id, transport, host, port, security, login, from_address, from_name,
    reply_to, copy_to_self, max_connections, per_minute, per_day, state, state_text, state_at, backoff_n, lease_epoch,
    created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, 0, 'ok', '', $12, 0, 0, $12, $12, 1) RETURNING id";

/// The first account of this owner.
///
/// # Errors
/// `Taken` when there is one.
pub async fn add(
    tx: &mut Tx,
    keys: &Keys,
    owner: AccountOwner,
    new: &CheckedAccount,
    now: Moment,
) -> Result<AccountId> {
    let (owner, user) = match owner {
        AccountOwner::Organisation => ("organisation", None),
        AccountOwner::User(id) => ("user", Some(id.0)),
    };
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(owner).bind(user).bind(new.transport.code()).bind(&new.host).bind(i64::from(new.port))
        .bind(new.security.code()).bind(&new.login).bind(new.from_address.as_str()).bind(&new.from_name)
        .bind(new.reply_to.as_ref().map(|a| a.as_str())).bind(new.copy_to_self).bind(stamp(now))
        .fetch_one(c).await)?;
    keep_secret(tx, keys, AccountId(id), &new.secret).await?;
    Ok(AccountId(id))
}

const CHANGE: &str = "UPDATE smtp_account SET transport = $3, host = $4, port = $5, security = $6, login = $7,
    from_address = $8, from_name = $9, reply_to = $10, copy_to_self = $11, state = 'ok', state_text = '', state_at = $12,
    next_ok_at = NULL, backoff_n = 0, tested_at = NULL, changed_at = $12, version = version + 1,
    max_size = CASE WHEN host = $4 AND port = $5 THEN max_size END
  WHERE id = $1 AND version = $2";

/// Saves what a person changed. Whatever had stopped the account is forgotten: its mails are tried again; wake the outbox. What its
/// server takes holds as long as it is the same server.
///
/// # Errors
/// `Conflict` when somebody saved it meanwhile (P12), `NotFound`.
pub async fn change(tx: &mut Tx, keys: &Keys, id: AccountId, new: &CheckedAccount, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(CHANGE)
        .bind(id.0).bind(new.version).bind(new.transport.code()).bind(&new.host).bind(i64::from(new.port))
        .bind(new.security.code()).bind(&new.login).bind(new.from_address.as_str()).bind(&new.from_name)
        .bind(new.reply_to.as_ref().map(|a| a.as_str())).bind(new.copy_to_self).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 {
        get(tx, id).await?;
        return Err(StoreError::Conflict);
    }
    keep_secret(tx, keys, id, &new.secret).await
}

const KEEP_SECRET: &str = "UPDATE smtp_account SET secret_ct = $2, key_id = $3 WHERE id = $1";

async fn keep_secret(tx: &mut Tx, keys: &Keys, id: AccountId, change: &SecretChange) -> Result<()> {
    let sealed = match change {
        SecretChange::Keep => return Ok(()),
        SecretChange::Remove => None,
        SecretChange::Set(secret) => Some(keys.seal(&row_name(id), secret.expose())?),
    };
    let (bytes, key_id) = sealed.map(|s| (s.bytes, s.key_id)).unzip();
    on!(tx, c => sqlx::query(KEEP_SECRET).bind(id.0).bind(bytes).bind(key_id).execute(c).await.map(drop))?;
    Ok(())
}

/// Each question has its index. What is let go in steps has no account until then, nor has what is being filled (`outbox::fill`); SQLite
/// keeps the order of `CROSS JOIN`, sendings of which there are few first.
pub(crate) const HAS_OPEN: &str = "SELECT EXISTS (SELECT 1 FROM delivery WHERE account_id = $1 AND state = 'queued')
  OR EXISTS (SELECT 1 FROM delivery WHERE account_id = $1 AND state IN ('leased', 'in_flight') AND state IN ('held', 'leased', 'in_flight'))
  OR EXISTS (SELECT 1 FROM delivery WHERE account_id = $1 AND state = 'held' AND due_at < '9998-01-01' AND state IN ('held', 'leased', 'in_flight'))
  OR EXISTS (SELECT 1 FROM batch b CROSS JOIN message m
    WHERE m.batch_id = b.id AND b.feed_from IS NOT NULL AND m.account_id = $1)
  OR EXISTS (SELECT 1 FROM batch b CROSS JOIN message m
    WHERE m.batch_id = b.id AND b.state = 'draft' AND m.account_id = $1)";
const REMOVE: &str = "DELETE FROM smtp_account WHERE id = $1";

/// Its sends stay in the history.
///
/// # Errors
/// `Refused("open_deliveries")` while mails wait to leave by it, `NotFound`.
pub async fn remove(tx: &mut Tx, id: AccountId) -> Result<()> {
    let open: bool = on!(tx, c => sqlx::query_scalar(HAS_OPEN).bind(id.0).fetch_one(c).await)?;
    if open {
        return Err(StoreError::Refused("open_deliveries"));
    }
    let removed = on!(tx, c => sqlx::query(REMOVE).bind(id.0).execute(c).await.map(|r| r.rows_affected()))?;
    if removed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

const SECRET: &str = "SELECT secret_ct, key_id FROM smtp_account WHERE id = $1";

/// The password, for signing in and nothing else.
///
/// # Errors
/// `Refused("secret_not_readable")` without the key it was sealed with, `NotFound`.
pub async fn secret(tx: &mut Tx, keys: &Keys, id: AccountId) -> Result<Option<SecretString>> {
    let (bytes, key_id): (Option<Vec<u8>>, Option<String>) =
        on!(tx, c => sqlx::query_as(SECRET).bind(id.0).fetch_one(c).await)?;
    let sealed = bytes.zip(key_id).map(|(bytes, key_id)| Sealed { bytes, key_id });
    sealed.map(|sealed| keys.open(&row_name(id), &sealed)).transpose()
}

/// Holds the rows: while one machine starts, a person may save a new password at another.
const HOLD_SEALED: &str =
    "UPDATE smtp_account SET key_id = key_id WHERE secret_ct IS NOT NULL AND key_id <> $1 RETURNING id";

/// What came of a turn-over of keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Passwords that an older key had sealed.
    pub done: u64,
    /// Passwords that no key opens: they stay as they are, and must be entered again.
    pub unreadable: u64,
}

/// After a turn-over of keys: seals what older keys sealed with the newest (S58).
pub async fn reseal(tx: &mut Tx, keys: &Keys) -> Result<Resealed> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(HOLD_SEALED).bind(keys.id()).fetch_all(c).await)?;
    let mut resealed = Resealed::default();
    for id in ids.into_iter().map(AccountId) {
        use secrecy::ExposeSecret;
        match secret(tx, keys, id).await {
            Ok(Some(plain)) => {
                let set = SecretChange::Set(model::Secret::new(plain.expose_secret()));
                keep_secret(tx, keys, id, &set).await?;
                resealed.done += 1;
            }
            Ok(None) => {}
            Err(StoreError::Refused(_)) => resealed.unreadable += 1,
            Err(e) => return Err(e),
        }
    }
    Ok(resealed)
}

fn row_name(id: AccountId) -> String {
    format!("smtp_account:{id}")
}
