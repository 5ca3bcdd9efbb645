//! What the screens of sites ask of the server.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{clients::api::ClientHead, error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{AffiliatedContact, ClientId, FieldProblem, Site, SiteDraft, SiteId};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    access::caller,
    clients::api::head,
    clock::now,
    services::{reading, writing},
    typed,
};
#[cfg(feature = "ssr")]
use model::Hides;

/// The tab « Adresses » of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientSites {
    /// Above.
    pub head: ClientHead,
    /// Active ones first; each as it is shown, and whole, for « Annuler » after « Supprimer ».
    pub sites: Vec<(Site, SiteDraft)>,
    /// The contacts tied to one of them.
    pub people: Vec<AffiliatedContact>,
}

/// A form to fill, or to fill again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteForm {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub label: String,
    /// The site; none for a new one.
    pub id: Option<SiteId>,
    /// As it was read (P12).
    pub version: i64,
    /// What the fields show.
    pub draft: SiteDraft,
    /// What is wrong with them.
    pub problems: Vec<FieldProblem>,
    /// What is stored, when somebody saved it while it was being typed.
    pub stored: Option<SiteDraft>,
}

/// The sites of a client with who is tied to them.
#[server(prefix = "/api", endpoint = "sites/of-client", protocol = Wire)]
pub async fn load_client_sites(id: ClientId) -> Result<ClientSites, AppError> {
    use store::affiliations::{Which, of_client};
    caller()?;
    let mut tx = reading().await?;
    let head = head(&mut tx, id).await?;
    let hidden = store::settings(&mut tx).await?.hidden;
    let sites = store::sites::of_client(&mut tx, id).await?.into_iter().map(|mut site| {
        let whole = SiteDraft::of(&site);
        site.hide(&hidden);
        (site, whole)
    });
    let sites = sites.collect();
    let mut people = of_client(&mut tx, id, Which::Live).await?;
    people.retain(|person| person.affiliation.site.is_some());
    Ok(ClientSites { head, sites, people })
}

/// The form of a site, or an empty one.
#[server(prefix = "/api", endpoint = "sites/form", protocol = Wire)]
pub async fn load_site_form(client: ClientId, #[server(default)] id: Option<SiteId>) -> Result<SiteForm, AppError> {
    caller()?;
    let mut tx = reading().await?;
    let label = store::clients::get(&mut tx, client).await?.label;
    let (version, mut stored) = stored(&mut tx, client, id).await?;
    stored.hide(&store::settings(&mut tx).await?.hidden);
    let mut form = SiteForm { client, label, id, version, draft: stored, problems: vec![], stored: None };
    type Kept = (ClientId, Option<SiteId>, SiteDraft);
    if let Some(typed) = typed::take::<Kept>("site").filter(|typed| (typed.draft.0, typed.draft.1) == (client, id)) {
        let stored = std::mem::replace(&mut form.draft, typed.draft.2);
        form.stored = typed.conflict.then_some(stored);
        form.problems = typed.problems;
    }
    Ok(form)
}

/// Saves a site, new or changed, then shows the tab.
#[server(prefix = "/api", endpoint = "sites/save", protocol = Wire)]
pub async fn save_site(
    client: ClientId,
    #[server(default)] id: Option<SiteId>,
    #[server(default)] version: i64,
    draft: SiteDraft,
) -> Result<(), AppError> {
    caller()?;
    match save(client, id, version, &draft).await {
        Ok(()) => {
            leptos_axum::redirect(&format!("/clients/{client}/adresses"));
            Ok(())
        }
        Err(error) => Err(typed::refused("site", (client, id, draft), error)),
    }
}

#[cfg(feature = "ssr")]
async fn save(client: ClientId, id: Option<SiteId>, version: i64, draft: &SiteDraft) -> Result<(), AppError> {
    let mut tx = writing().await?;
    let mut draft = draft.clone();
    draft.keep_hidden(&store::settings(&mut tx).await?.hidden, &stored(&mut tx, client, id).await?.1);
    let fields = draft.check().map_err(AppError::Refused)?;
    match id {
        Some(id) => store::sites::change(&mut tx, id, version, &fields, now()).await?,
        None => drop(store::sites::add(&mut tx, client, &fields, now()).await?),
    }
    Ok(tx.commit().await?)
}

/// Its version and its form.
#[cfg(feature = "ssr")]
async fn stored(tx: &mut store::Tx, client: ClientId, id: Option<SiteId>) -> Result<(i64, SiteDraft), AppError> {
    let Some(id) = id else { return Ok(Default::default()) };
    let site = store::sites::get(tx, id).await?;
    if site.client_id != client {
        return Err(AppError::NotFound);
    }
    Ok((site.version, SiteDraft::of(&site)))
}

/// Its address is no longer offered.
#[server(prefix = "/api", endpoint = "sites/deactivate", protocol = Wire)]
pub async fn deactivate_site(id: SiteId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::sites::deactivate(&mut tx, id, now()).await?;
    Ok(tx.commit().await?)
}

/// In use again.
#[server(prefix = "/api", endpoint = "sites/reactivate", protocol = Wire)]
pub async fn reactivate_site(id: SiteId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::sites::reactivate(&mut tx, id, now()).await?;
    Ok(tx.commit().await?)
}

/// Removes a site that nobody is tied to.
#[server(prefix = "/api", endpoint = "sites/remove", protocol = Wire)]
pub async fn remove_site(id: SiteId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::sites::remove(&mut tx, id).await?;
    Ok(tx.commit().await?)
}

/// Undoes a removal: the same site, with another id, inactive if it was.
#[server(prefix = "/api", endpoint = "sites/restore", protocol = Wire)]
pub async fn restore_site(
    client: ClientId,
    draft: SiteDraft,
    #[server(default)] inactive: bool,
) -> Result<(), AppError> {
    caller()?;
    let fields = draft.check().map_err(AppError::Refused)?;
    let mut tx = writing().await?;
    let id = store::sites::add(&mut tx, client, &fields, now()).await?;
    if inactive {
        store::sites::deactivate(&mut tx, id, now()).await?;
    }
    Ok(tx.commit().await?)
}
