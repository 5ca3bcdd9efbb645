//! People who sign in. Nobody is ever removed, only disabled: history keeps naming them. One active administrator always
//! stays, also when two people take the role from each other at the same instant.

use crate::{Result, StoreError, Tx, coded::coded, email_key, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::{EmailAddress, Lang, Moment, Theme, User, UserId, UserRole};

/// Somebody to add. Without a password hash it is an invitation, and nobody can sign in with it yet.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Where its mails go and what it signs in with.
    pub email: EmailAddress,
    /// May be empty until the invitation is accepted.
    pub name: String,
    /// What it may do.
    pub role: UserRole,
    /// The language of its screens.
    pub language: Lang,
    /// In PHC form.
    pub password_hash: Option<String>,
}

/// What a person changes about itself.
#[derive(Clone, Debug)]
pub struct Profile {
    /// As shown and written in « De ».
    pub name: String,
    /// The language of its screens.
    pub language: Lang,
    /// Its theme.
    pub theme: Theme,
    /// IANA name; none: the organisation's.
    pub time_zone: Option<String>,
    /// Under the mails written by hand.
    pub signature: String,
}

#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) user_id: i64,
    email: String,
    name: String,
    role: String,
    language: String,
    theme: String,
    time_zone: Option<String>,
    signature: String,
    joined: bool,
    disabled_at: Option<DateTime<Utc>>,
    version: i64,
}

/// The columns of [`Row`], from `app_user` under the name `u`.
macro_rules! columns {
    () => {
        "u.id AS user_id, u.email, u.name, u.role, u.language, u.theme, u.time_zone, u.signature,
         u.password_hash IS NOT NULL AS joined, u.disabled_at, u.version"
    };
}
pub(crate) use columns;

impl TryFrom<Row> for User {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<User> {
        Ok(User {
            id: UserId(row.user_id),
            role: coded("app_user.role", &row.role, UserRole::from_code)?,
            language: coded("app_user.language", &row.language, Lang::from_code)?,
            theme: coded("app_user.theme", &row.theme, Theme::from_code)?,
            email: row.email,
            name: row.name,
            time_zone: row.time_zone,
            signature: row.signature,
            joined: row.joined,
            disabled_at: row.disabled_at.map(moment),
            version: row.version,
        })
    }
}

const GET: &str = concat!("SELECT ", columns!(), " FROM app_user u WHERE u.id = $1");

/// One person.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: UserId) -> Result<User> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    row.try_into()
}

const FIND_BY_EMAIL: &str = concat!("SELECT ", columns!(), " FROM app_user u WHERE u.email_key = $1");

/// The person with this address, disabled or not.
pub async fn find_by_email(tx: &mut Tx, email: &EmailAddress) -> Result<Option<User>> {
    let key = email_key(email);
    let row: Option<Row> = on!(tx, c => sqlx::query_as(FIND_BY_EMAIL).bind(&key).fetch_optional(c).await)?;
    row.map(User::try_from).transpose()
}

const LIST: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM app_user u ORDER BY CASE WHEN u.disabled_at IS NULL THEN 0 ELSE 1 END, u.email_key"
);

/// Everybody: who may sign in first, then by address.
pub async fn list(tx: &mut Tx) -> Result<Vec<User>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    rows.into_iter().map(User::try_from).collect()
}

const COUNT: &str = "SELECT COUNT(*) FROM app_user";

/// How many there are, invited and disabled ones included; none: the first start is still to come (S12).
pub async fn count(tx: &mut Tx) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(COUNT).fetch_one(c).await)?)
}

const ADD: &str = "INSERT INTO app_user (email, email_key, name, role, password_hash, language, theme, signature,
    created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, 'system', '', $7, $7, 1)
  ON CONFLICT (email_key) DO NOTHING RETURNING id";

/// Adds somebody.
///
/// # Errors
/// `Taken` when the address is another user's; the transaction stays usable.
pub async fn add(tx: &mut Tx, new: &NewUser, now: Moment) -> Result<UserId> {
    let key = email_key(&new.email);
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(new.email.as_str()).bind(&key).bind(&new.name).bind(new.role.code()).bind(&new.password_hash)
        .bind(new.language.code()).bind(stamp(now))
        .fetch_optional(c).await)?;
    id.map(UserId).ok_or(StoreError::Taken)
}

const CHANGE_PROFILE: &str = "UPDATE app_user SET name = $1, language = $2, theme = $3, time_zone = $4, signature = $5,
    changed_at = $6, version = version + 1
  WHERE id = $7 AND version = $8";

/// « Mes paramètres ».
///
/// # Errors
/// `Conflict` when it was saved since `version` was read (P12).
pub async fn change_profile(tx: &mut Tx, id: UserId, version: i64, profile: &Profile, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(CHANGE_PROFILE)
        .bind(&profile.name).bind(profile.language.code()).bind(profile.theme.code()).bind(&profile.time_zone)
        .bind(&profile.signature).bind(stamp(now)).bind(id.0).bind(version)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

const CHANGE_THEME: &str = "UPDATE app_user SET theme = $1 WHERE id = $2";

/// Chosen from any page; not an edit of the record, so the version stays.
pub async fn change_theme(tx: &mut Tx, id: UserId, theme: Theme) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(CHANGE_THEME).bind(theme.code()).bind(id.0).execute(c).await.map(drop))?)
}

const CHANGE_LANGUAGE: &str = "UPDATE app_user SET language = $1 WHERE id = $2";

/// Chosen from any page; not an edit of the record, so the version stays.
pub async fn change_language(tx: &mut Tx, id: UserId, language: Lang) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(CHANGE_LANGUAGE).bind(language.code()).bind(id.0).execute(c).await.map(drop))?)
}

const CHANGE_ROLE: &str = "UPDATE app_user SET role = $1, changed_at = $2, version = version + 1
  WHERE id = $3 AND version = $4";

/// Gives another role. The caller ends the person's sessions (S06).
///
/// # Errors
/// `Conflict` (P12); `Refused` for the last active administrator.
pub async fn change_role(tx: &mut Tx, id: UserId, version: i64, role: UserRole, now: Moment) -> Result<()> {
    if role != UserRole::Administrator {
        another_administrator_stays(tx, id).await?;
    }
    let changed = on!(tx, c => sqlx::query(CHANGE_ROLE)
        .bind(role.code()).bind(stamp(now)).bind(id.0).bind(version)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

const DISABLE: &str = "UPDATE app_user SET disabled_at = $1, changed_at = $1, version = version + 1
  WHERE id = $2 AND disabled_at IS NULL";

/// Nobody signs in as this person any more; open sessions stop counting at once. Doing it twice changes nothing.
///
/// # Errors
/// `Refused` for the last active administrator.
pub async fn disable(tx: &mut Tx, id: UserId, now: Moment) -> Result<()> {
    another_administrator_stays(tx, id).await?;
    Ok(on!(tx, c => sqlx::query(DISABLE).bind(stamp(now)).bind(id.0).execute(c).await.map(drop))?)
}

const ENABLE: &str = "UPDATE app_user SET disabled_at = NULL, changed_at = $1, version = version + 1
  WHERE id = $2 AND disabled_at IS NOT NULL";

/// The person may sign in again.
pub async fn enable(tx: &mut Tx, id: UserId, now: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(ENABLE).bind(stamp(now)).bind(id.0).execute(c).await.map(drop))?)
}

// Touches every row that the answer depends on: on Postgres a second transaction waits here and then sees what the first
// one left. SQLite has one writer anyway.
const HOLD_ADMINISTRATORS: &str = "UPDATE app_user SET version = version
  WHERE role = 'administrator' AND disabled_at IS NULL AND password_hash IS NOT NULL";
const OTHER_ADMINISTRATORS: &str = "SELECT COUNT(*) FROM app_user
  WHERE role = 'administrator' AND disabled_at IS NULL AND password_hash IS NOT NULL AND id <> $1";
const IS_ADMINISTRATOR: &str = "SELECT COUNT(*) FROM app_user
  WHERE role = 'administrator' AND disabled_at IS NULL AND password_hash IS NOT NULL AND id = $1";

/// Why an administrator was refused; the word of [`StoreError::Refused`].
pub const LAST_ADMINISTRATOR: &str = "last_administrator";

async fn another_administrator_stays(tx: &mut Tx, id: UserId) -> Result<()> {
    on!(tx, c => sqlx::query(HOLD_ADMINISTRATORS).execute(c).await.map(drop))?;
    let is_one: i64 = on!(tx, c => sqlx::query_scalar(IS_ADMINISTRATOR).bind(id.0).fetch_one(c).await)?;
    let others: i64 = on!(tx, c => sqlx::query_scalar(OTHER_ADMINISTRATORS).bind(id.0).fetch_one(c).await)?;
    if is_one > 0 && others == 0 { Err(StoreError::Refused(LAST_ADMINISTRATOR)) } else { Ok(()) }
}

const PASSWORD_OF: &str = "SELECT password_hash FROM app_user WHERE id = $1";

/// The hash, in PHC form; none before the invitation is accepted. Never leaves the server.
pub async fn password_hash(tx: &mut Tx, id: UserId) -> Result<Option<String>> {
    Ok(on!(tx, c => sqlx::query_scalar(PASSWORD_OF).bind(id.0).fetch_one(c).await)?)
}

const HOLD: &str = "UPDATE app_user SET version = version
  WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL";

/// May this person still come in by the password of this hash? Until the end of the transaction nobody changes it: who does so
/// after a session was opened here ends that one too.
pub async fn hold(tx: &mut Tx, id: UserId, hash: &str) -> Result<bool> {
    Ok(on!(tx, c => sqlx::query(HOLD).bind(id.0).bind(hash).execute(c).await.map(|r| r.rows_affected()))? > 0)
}

const CHANGE_PASSWORD: &str = "UPDATE app_user SET password_hash = $1, changed_at = $2 WHERE id = $3";

/// Another password. The caller ends the person's sessions (S06) and its tokens.
pub async fn change_password(tx: &mut Tx, id: UserId, hash: &str, now: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(CHANGE_PASSWORD).bind(hash).bind(stamp(now)).bind(id.0).execute(c).await.map(drop))?)
}

const REHASH: &str = "UPDATE app_user SET password_hash = $1 WHERE id = $2 AND password_hash = $3";

/// The same password under stronger parameters (S04); a password changed meanwhile stays.
pub async fn rehash(tx: &mut Tx, id: UserId, old: &str, new: &str) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(REHASH).bind(new).bind(id.0).bind(old).execute(c).await.map(drop))?)
}

const JOIN: &str = "UPDATE app_user SET name = $1, password_hash = $2, changed_at = $3, version = version + 1
  WHERE id = $4 AND disabled_at IS NULL AND password_hash IS NULL";

/// Accepts an invitation.
///
/// # Errors
/// `Refused` when it was accepted or the person disabled meanwhile.
pub async fn join(tx: &mut Tx, id: UserId, name: &str, hash: &str, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(JOIN)
        .bind(name).bind(hash).bind(stamp(now)).bind(id.0)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::Refused("link")) } else { Ok(()) }
}

const REMOVE_INVITED: &str = "DELETE FROM app_user WHERE id = $1 AND password_hash IS NULL";

/// Takes an invitation back; somebody who joined stays.
///
/// # Errors
/// `Refused` when it was accepted meanwhile.
pub async fn remove_invited(tx: &mut Tx, id: UserId) -> Result<()> {
    let removed = on!(tx, c => sqlx::query(REMOVE_INVITED).bind(id.0).execute(c).await.map(|r| r.rows_affected()))?;
    if removed == 0 { Err(StoreError::Refused("link")) } else { Ok(()) }
}
