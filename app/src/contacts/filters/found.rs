//! What the page of the filters shows: the criteria of its address, what there is to choose from, views.

use super::super::{
    asked::{from_query, path},
    criteria::{client_name, criteria},
};
use crate::{error::AppError, words::Words};
use axum::{extract::Query, http::Uri};
use leptos_router::params::ParamsMap;
use model::{
    ClientId, FamilyId, User, ViewId,
    listing::{Activity, ClientsAsked, ContactsAsked, PageFrom},
};
use store::{Pool, Tx};

/// Functions that are proposed while one is typed, of so many affiliations.
const FUNCTIONS: (usize, i64) = (50, 20_000);
/// Clients to choose from; with more of them the name has to be longer.
const CLIENTS: usize = 20;

/// Where the form leads.
#[derive(Clone)]
pub enum Found {
    /// To the list.
    List(String),
    /// To the form, with something to choose.
    Form(Box<Shown>),
}

/// What the page shows.
#[derive(Clone)]
pub struct Shown {
    pub(super) asked: ContactsAsked,
    pub(super) families: Vec<(FamilyId, String)>,
    pub(super) functions: Vec<String>,
    pub(super) client: Option<(ClientId, String)>,
    /// The client that was looked for, and those whose name begins so.
    pub(super) looked_for: String,
    pub(super) clients: Vec<(ClientId, String)>,
    /// The criteria in words: what a view would keep.
    pub(super) criteria: Vec<String>,
    pub(super) views: Vec<(ViewId, String, String)>,
    /// Has just been kept, or taken away.
    pub(super) kept: Option<ViewId>,
    pub(super) removed: Option<ViewId>,
}

/// For an address' query. A client is named by the beginning of its words: the only one is taken, of several one is asked which.
///
/// # Errors
/// Only general ones.
pub async fn found(pool: &Pool, user: &User, query: &str) -> Result<Found, AppError> {
    let params = params_of(query);
    let mut asked = ContactsAsked { from: PageFrom::Start, ..from_query(&params) };
    let text = |name: &str| params.get(name).unwrap_or_default();
    let id = |name: &str| text(name).parse().ok().map(ViewId);
    let looked_for = text("chez").trim().to_owned();
    let mut tx = pool.read().await?;
    let clients = if looked_for.is_empty() { vec![] } else { clients(&mut tx, &looked_for).await? };
    if let [(only, _)] = clients.as_slice() {
        asked.client = Some(*only);
    }
    if !text("voir").is_empty() && (looked_for.is_empty() || clients.len() == 1) {
        return Ok(Found::List(path(&asked)));
    }
    let w = Words(user.language);
    let client = match asked.client {
        Some(id) => Some((id, client_name(&mut tx, w, id).await?)),
        None => None,
    };
    Ok(Found::Form(Box::new(Shown {
        families: store::families::list(&mut tx).await?,
        functions: functions(&mut tx).await?,
        client,
        looked_for,
        clients,
        criteria: in_words(&mut tx, w, &asked).await?,
        views: store::saved_views::list(&mut tx, user.id).await?,
        kept: id("gardee"),
        removed: id("retiree"),
        asked,
    })))
}

async fn clients(tx: &mut Tx, search: &str) -> Result<Vec<(ClientId, String)>, AppError> {
    let asked = ClientsAsked { search: search.to_owned(), activity: Activity::All, ..ClientsAsked::default() };
    let page = store::clients::list(tx, &asked).await?;
    Ok(page.rows.into_iter().take(CLIENTS).map(|client| (client.id, client.label)).collect())
}

async fn functions(tx: &mut Tx) -> Result<Vec<String>, AppError> {
    let (most, latest) = FUNCTIONS;
    let found = store::contacts::frequent_functions(tx, latest, most).await?;
    Ok(found.rows.into_iter().map(|(function, _)| function).collect())
}

pub(in crate::contacts) async fn in_words(
    tx: &mut Tx,
    w: Words,
    asked: &ContactsAsked,
) -> Result<Vec<String>, AppError> {
    let mut all: Vec<String> = criteria(tx, w, asked).await?.into_iter().map(|criterion| criterion.text).collect();
    match asked.activity {
        Activity::Active => {}
        Activity::Inactive => all.push(w.clients_inactive().to_owned()),
        Activity::All => all.push(w.clients_both().to_owned()),
    }
    if asked.independent {
        all.push(w.contacts_independent_only().to_owned());
    }
    Ok(all)
}

/// The filters of an address' query.
pub(in crate::contacts) fn asked_of(query: &str) -> ContactsAsked {
    from_query(&params_of(query))
}

/// The query of these filters, without its `?`.
pub(in crate::contacts) fn query_of(asked: &ContactsAsked) -> String {
    path(asked).split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default()
}

fn params_of(query: &str) -> ParamsMap {
    let uri = format!("/?{query}").parse::<Uri>().ok();
    let pairs = uri.and_then(|uri| Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    let mut params = ParamsMap::new();
    for (name, value) in pairs.map(|Query(pairs)| pairs).unwrap_or_default() {
        params.insert(name, value);
    }
    params
}
