//! What the server hands to its server functions.

use crate::{access::Access, error::AppError};
use leptos::prelude::use_context;
use std::sync::Arc;
use store::{Pool, Tx, secrets::Keys};

/// Made once at start, given to each request by context.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub pool: Pool,
    /// Opens and seals stored secrets (S57).
    pub keys: Keys,
    /// The address people open, without a slash at its end; links in mails begin with it (S10).
    pub url: Arc<str>,
    /// Limits and hashes of signing in.
    pub access: Arc<Access>,
}

impl Services {
    /// On this database, reached at this address.
    pub fn new(pool: Pool, keys: Keys, url: &str) -> Self {
        Services { pool, keys, url: url.trim_end_matches('/').into(), access: Arc::default() }
    }

    /// Behind TLS: cookies are `Secure` (S08).
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https:")
    }
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
