//! What the server hands to its server functions.

use crate::error::AppError;
use leptos::prelude::use_context;
use store::{Pool, Tx};

/// Made once at start, given to each request by context.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub pool: Pool,
}

/// The services of this request.
pub fn services() -> Services {
    use_context::<Services>().expect("the server provides its services")
}

/// A transaction that only reads.
///
/// # Errors
/// Busy or broken.
pub async fn reading() -> Result<Tx, AppError> {
    Ok(services().pool.read().await?)
}

/// A transaction that may write; commit it.
///
/// # Errors
/// Busy or broken.
pub async fn writing() -> Result<Tx, AppError> {
    Ok(services().pool.write().await?)
}
