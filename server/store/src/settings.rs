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
