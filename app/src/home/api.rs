//! What the home page asks for itself.
#![allow(missing_docs, reason = "the macro repeats the arguments as public fields")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{access::caller, documents::named_first, services::reading};

/// Documents that arrived and could not leave by themselves (P31), in the words of who reads it: the browser has none for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Documents {
    /// How many there are, as a sentence.
    pub text: String,
    /// The first of them: id and name.
    pub first: Vec<(String, String)>,
}

/// What waits for somebody.
///
/// # Errors
/// Only general ones.
#[server(prefix = "/api", endpoint = "home/waiting", protocol = Wire)]
pub async fn waiting() -> Result<Documents, AppError> {
    let language = caller()?.user.language;
    let (text, first) = named_first(&mut reading().await?, language).await?;
    Ok(Documents { text, first })
}
