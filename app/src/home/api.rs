//! What the home page asks for itself.
#![allow(missing_docs, reason = "the macro repeats the arguments as public fields")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::tasks::tasks;
#[cfg(feature = "ssr")]
use crate::{access::caller, services::reading};

/// Something that waits for a person, in the words of who reads it: the browser has none for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// How many there are, as a sentence.
    pub text: String,
    /// Where one acts on it.
    pub href: String,
    /// The first of them: where, and the name.
    pub first: Vec<(String, String)>,
}

/// What waits for somebody: accounts that nothing leaves by, sends that are paused, documents that could not leave by themselves (P31).
///
/// # Errors
/// Only general ones.
#[server(prefix = "/api", endpoint = "home/waiting", protocol = Wire)]
pub async fn waiting() -> Result<Vec<Task>, AppError> {
    tasks(&mut reading().await?, &caller()?.user).await
}
