//! What the histories ask of the server.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{clients::api::ClientHead, error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{BatchId, ClientId, Contact, ContactId, send::BatchSummary};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{access::caller, clients::api::head, services::reading, words::Words};
#[cfg(feature = "ssr")]
use store::sends::Filter;

/// Lines of a page.
#[cfg(feature = "ssr")]
const PAGE: usize = 50;

/// Whose history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// Mails for this client.
    Client(ClientId),
    /// Mails to this contact.
    Contact(ContactId),
}

/// The tab « Historique » of a client, or the page of a contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// Above.
    pub of: Owner,
    /// The newest first.
    pub sends: Vec<BatchSummary>,
    /// There are older ones.
    pub later: bool,
}

/// Who stands above a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    /// With its tabs.
    Client(Box<ClientHead>),
    /// A deleted one too.
    Contact(Box<Contact>),
}

/// One page, from the newest, or older than `before`.
#[server(prefix = "/api", endpoint = "history", protocol = Wire)]
pub async fn load_history(of: Whose, #[server(default)] before: Option<BatchId>) -> Result<History, AppError> {
    let user = caller()?.user;
    let mut tx = reading().await?;
    let (filter, of) = match of {
        Whose::Client(id) => (Filter::Client(id), Owner::Client(Box::new(head(&mut tx, id).await?))),
        Whose::Contact(id) => {
            let id = store::merges::lives_on(&mut tx, id).await?;
            (Filter::Contact(id), Owner::Contact(Box::new(store::contacts::get(&mut tx, id).await?)))
        }
    };
    let mut sends = store::sends::list(&mut tx, filter, before, PAGE as i64 + 1).await?;
    let later = sends.len() > PAGE;
    sends.truncate(PAGE);
    crate::sends::named(Words(user.language), &mut sends);
    Ok(History { of, sends, later })
}
