//! What the page of a job sends.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{
    access::{caller, go_to},
    error::AppError,
    services::services,
    wire::Wire,
};
use leptos::prelude::*;
use std::sync::atomic::Ordering::Relaxed;

/// Asks it to stop, which it does before its next step; one that has ended stays done.
#[server(prefix = "/api", endpoint = "jobs/cancel", protocol = Wire)]
pub async fn cancel_job(key: String) -> Result<(), AppError> {
    let caller = caller()?;
    let job = services().jobs.get(&key, caller.user.id)?;
    job.cancelled.store(true, Relaxed);
    go_to(&job.path());
    Ok(())
}
