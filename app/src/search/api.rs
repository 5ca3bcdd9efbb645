//! Clients and contacts by the words they begin with.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::search::Found;

/// Clients and contacts, inactive ones after the others; at most `most` of each. Two letters are needed.
#[server(prefix = "/api", endpoint = "search", protocol = Wire)]
pub async fn search_all(query: String, most: i64) -> Result<Found, AppError> {
    crate::access::caller()?;
    let mut tx = crate::services::reading().await?;
    Ok(store::search::search(&mut tx, &query, most.clamp(1, 50)).await?)
}
