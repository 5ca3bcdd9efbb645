//! What the pages of interventions show.

use super::{choose::Choice, form::Form, list::List};
use crate::{clock::now, error::AppError};
use model::{
    Client, ClientId, Hides, Intervention, InterventionId, InterventionState, Settings,
    intervention::{InterventionsAsked, InterventionsWhen, without_hidden_sites},
    listing::{Activity, ClientLine, ClientsAsked, PageFrom},
};
use std::{collections::HashMap, str::FromStr};
use store::{Tx, affiliations};

/// The query of the address; what cannot be read is left out.
pub type Asked = HashMap<String, String>;

/// A page of interventions.
#[derive(Clone)]
pub enum Shown {
    /// The list.
    List(Box<List>),
    /// Which client?
    Choose(Choice),
    /// A new one, or one that exists.
    Form(Box<Form>),
}

/// Clients to choose from; with more of them the search has to be longer.
const CLIENTS: usize = 20;

fn text<'a>(asked: &'a Asked, name: &str) -> &'a str {
    asked.get(name).map_or("", |text| text.trim())
}

fn number<T: FromStr>(asked: &Asked, name: &str) -> Option<T> {
    text(asked, name).parse().ok()
}

/// One page of the list. A client is searched by its name: the only one is taken, of several one is asked which.
///
/// # Errors
/// Only general ones.
pub async fn page(tx: &mut Tx, asked: &Asked) -> Result<Shown, AppError> {
    let search = text(asked, "q");
    let (found, _) = if search.is_empty() { (vec![], false) } else { clients(tx, search, Activity::All).await? };
    let chosen = match found.as_slice() {
        [only] => Some(only.id),
        _ => number(asked, "client"),
    };
    let from = match (number(asked, "apres"), number(asked, "avant")) {
        (Some(id), _) => PageFrom::After(id),
        (None, Some(id)) => PageFrom::Before(id),
        (None, None) => PageFrom::Start,
    };
    let narrowed = InterventionsAsked {
        client: chosen,
        when: InterventionsWhen::from_code(text(asked, "quand")).unwrap_or_default(),
        state: InterventionState::from_code(text(asked, "etat")),
        from,
    };
    let mut page = store::interventions::list(tx, &narrowed, now()).await?;
    let hidden = store::settings(tx).await?.hidden;
    page.rows.iter_mut().for_each(|row| row.hide(&hidden));
    let client = match chosen {
        Some(id) => Some((id, label(tx, id).await?)),
        None => None,
    };
    let removed = number(asked, "supprimee");
    let search = search.to_owned();
    Ok(Shown::List(Box::new(List { asked: narrowed, client, search, found, page, removed })))
}

async fn label(tx: &mut Tx, id: ClientId) -> Result<Option<String>, AppError> {
    match store::clients::get(tx, id).await {
        Ok(client) => Ok(Some(client.label)),
        Err(store::StoreError::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

async fn clients(tx: &mut Tx, search: &str, activity: Activity) -> Result<(Vec<ClientLine>, bool), AppError> {
    let asked = ClientsAsked { search: search.to_owned(), activity, ..ClientsAsked::default() };
    let page = store::clients::list(tx, &asked).await?;
    let more = page.later || page.rows.len() > CLIENTS;
    Ok((page.rows.into_iter().take(CLIENTS).collect(), more))
}

/// A new one of the client in the address, or which client.
///
/// # Errors
/// `NotFound` for a client that there is not.
pub async fn new(tx: &mut Tx, asked: &Asked) -> Result<Shown, AppError> {
    match number(asked, "client") {
        Some(client) => form(tx, None, client, asked).await,
        None => choice(tx, None, asked).await,
    }
}

/// One that exists; or, with `changer`, which other client.
///
/// # Errors
/// `NotFound`
pub async fn card(tx: &mut Tx, id: &str, asked: &Asked) -> Result<Shown, AppError> {
    let id = InterventionId(id.parse().map_err(|_| AppError::NotFound)?);
    let stored = store::interventions::get(tx, id).await?;
    if asked.contains_key("changer") {
        return choice(tx, Some(stored), asked).await;
    }
    let client = number(asked, "client").unwrap_or(stored.client.0);
    form(tx, Some(stored), client, asked).await
}

async fn choice(tx: &mut Tx, stored: Option<Intervention>, asked: &Asked) -> Result<Shown, AppError> {
    let search = text(asked, "q");
    let (found, more) = clients(tx, search, Activity::Active).await?;
    let any = !found.is_empty() || store::clients::any(tx).await?;
    let search = search.to_owned();
    Ok(Shown::Choose(Choice { stored: stored.map(|stored| (stored.id, stored.subject)), search, found, more, any }))
}

async fn form(tx: &mut Tx, stored: Option<Intervention>, client: ClientId, asked: &Asked) -> Result<Shown, AppError> {
    let Settings { hidden, .. } = store::settings(tx).await?;
    let client: Client = store::clients::get(tx, client).await?;
    let sites = store::sites::of_client(tx, client.id).await?;
    let mut people = affiliations::of_client(tx, client.id, affiliations::Which::Live).await?;
    without_hidden_sites(&mut people, &hidden);
    people.iter_mut().for_each(|person| person.contact.hide(&hidden));
    let reports = match &stored {
        Some(stored) => store::documents::reports(tx, stored.id).await?,
        None => vec![],
    };
    let (saved, restored) = (asked.contains_key("enregistree"), asked.contains_key("retablie"));
    Ok(Shown::Form(Box::new(Form { stored, client, sites, people, hidden, reports, saved, restored })))
}
