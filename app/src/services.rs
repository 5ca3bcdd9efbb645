//! What the server hands to its server functions.

use crate::{access::Access, error::AppError, jobs::Jobs, typed::Forms};
use leptos::prelude::use_context;
use mail::{Config, Outbox};
use model::{Moment, UserId};
use std::{future::Future, pin::Pin, sync::Arc};
use store::{Pool, StoreError, Tx, secrets::Keys};

/// Fills an empty address book with invented data in the name of a person; all of it or, with the transaction, nothing.
pub type FillDemo =
    for<'a> fn(&'a mut Tx, &'a Keys, UserId, Moment) -> Pin<Box<dyn Future<Output = Result<(), AppError>> + Send + 'a>>;

/// Made once at start, given to each request by context.
#[derive(Clone)]
pub struct Services {
    /// The database.
    pub pool: Pool,
    /// The address people open, without a slash at its end; links in mails begin with it (S10).
    pub url: Arc<str>,
    /// Limits and hashes of signing in.
    pub access: Arc<Access>,
    /// What forms without the wasm held when they were refused.
    pub forms: Arc<Forms>,
    /// Long work under way.
    pub jobs: Arc<Jobs>,
    /// Seals the secrets of accounts (S57).
    pub keys: Arc<Keys>,
    /// How mail servers are called, also by « Tester ».
    pub mails: Arc<Config>,
    /// The worker that delivers.
    pub outbox: Outbox,
    /// What the page of the first start can load.
    pub fill_demo: FillDemo,
}

impl Services {
    /// On this database, reached at this address, delivering from now on. Stop the outbox before the pool is closed.
    ///
    /// # Errors
    /// When what a crash left cannot be recovered.
    pub async fn start(
        pool: Pool,
        url: &str,
        keys: Keys,
        mails: Config,
        fill_demo: FillDemo,
    ) -> Result<Self, StoreError> {
        let outbox = Outbox::start(pool.clone(), keys.clone(), mails.clone()).await?;
        let url = url.trim_end_matches('/').into();
        let (access, forms, jobs) = (Arc::default(), Arc::default(), Arc::default());
        let (keys, mails) = (Arc::new(keys), Arc::new(mails));
        Ok(Services { pool, url, access, forms, jobs, keys, mails, outbox, fill_demo })
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
