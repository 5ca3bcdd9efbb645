//! The organisation's settings: one row a field of `model::Settings`, absent rows mean the default.

use crate::{Result, StoreError, Tx, on, stamp};
use model::{Moment, Settings};
use serde_json::{Map, Value};

const ALL: &str = "SELECT name, value FROM setting";

/// All settings, with defaults where nothing was chosen.
///
/// # Errors
/// `Unreadable` when a stored value does not fit its field.
pub async fn settings(tx: &mut Tx) -> Result<Settings> {
    let rows: Vec<(String, String)> = on!(tx, c => sqlx::query_as(ALL).fetch_all(c).await)?;
    let mut fields = Map::new();
    for (name, value) in rows {
        let value: Value = serde_json::from_str(&value)
            .map_err(|_| StoreError::Unreadable { what: "setting.value", found: name.clone() })?;
        fields.insert(name, value);
    }
    serde_json::from_value(Value::Object(fields))
        .map_err(|e| StoreError::Unreadable { what: "setting", found: e.to_string() })
}

const CHANGE: &str = "INSERT INTO setting (name, value, changed_at) VALUES ($1, $2, $3)
  ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at";

/// Writes every field; fields at their default are written too, so that a later default changes nothing that was chosen.
pub async fn change_settings(tx: &mut Tx, settings: &Settings, now: Moment) -> Result<()> {
    let fields = serde_json::to_value(settings).expect("settings are plain data");
    for (name, value) in fields.as_object().expect("a struct is an object") {
        let value = value.to_string();
        on!(tx, c => sqlx::query(CHANGE).bind(name).bind(&value).bind(stamp(now)).execute(c).await.map(drop))?;
    }
    Ok(())
}

const VERSION: &str = "SELECT value FROM setting WHERE name = 'version'";

/// Rises with each [`save_settings`] (P12); 0 before the first.
///
/// # Errors
/// `Unreadable` when what is stored is no number.
pub async fn settings_version(tx: &mut Tx) -> Result<i64> {
    let value: Option<String> = on!(tx, c => sqlx::query_scalar(VERSION).fetch_optional(c).await)?;
    value.map_or(Ok(0), number)
}

// One statement counts and compares: of two at once the second waits for the row and sees the other's number.
const RISE: &str = "INSERT INTO setting (name, value, changed_at) VALUES ('version', '1', $1)
  ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(setting.value AS BIGINT) + 1 AS TEXT), changed_at = excluded.changed_at
  RETURNING value";

/// Saves what a person changed, when nobody else did since `version` was read.
///
/// # Errors
/// `Conflict` (P12).
pub async fn save_settings(tx: &mut Tx, settings: &Settings, version: i64, now: Moment) -> Result<()> {
    let risen: String = on!(tx, c => sqlx::query_scalar(RISE).bind(stamp(now)).fetch_one(c).await)?;
    if number(risen)? != version + 1 {
        return Err(StoreError::Conflict);
    }
    change_settings(tx, settings, now).await
}

fn number(value: String) -> Result<i64> {
    value.parse().map_err(|_| StoreError::Unreadable { what: "setting.version", found: value })
}
