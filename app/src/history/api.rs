//! What the histories ask of the server.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{clients::api::ClientHead, error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{BatchId, ClientId, send::BatchSummary};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{access::caller, clients::api::head, services::reading};

/// Lines of a page.
#[cfg(feature = "ssr")]
const PAGE: usize = 50;

/// The tab « Historique » of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientHistory {
    /// Above.
    pub head: ClientHead,
    /// The newest first.
    pub sends: Vec<BatchSummary>,
    /// There are older ones.
    pub later: bool,
}

/// One page, from the newest, or older than `before`.
#[server(prefix = "/api", endpoint = "history/of-client", protocol = Wire)]
pub async fn load_client_history(
    id: ClientId,
    #[server(default)] before: Option<BatchId>,
) -> Result<ClientHistory, AppError> {
    caller()?;
    let mut tx = reading().await?;
    let head = head(&mut tx, id).await?;
    let mut sends = store::sends::list(&mut tx, store::sends::Filter::Client(id), before, PAGE as i64 + 1).await?;
    let later = sends.len() > PAGE;
    sends.truncate(PAGE);
    Ok(ClientHistory { head, sends, later })
}
