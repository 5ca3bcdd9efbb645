//! From the words of the database to the model's choices.

use crate::{Result, StoreError};

/// The choice with this code; a row with another one cannot be read.
pub(crate) fn coded<T>(what: &'static str, code: &str, from_code: fn(&str) -> Option<T>) -> Result<T> {
    from_code(code).ok_or_else(|| StoreError::Unreadable { what, found: code.to_owned() })
}
