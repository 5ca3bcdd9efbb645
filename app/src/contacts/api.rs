//! What the screens of contacts ask of the server.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{clients::api::ClientHead, error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{
    AffiliatedContact, Affiliation, AffiliationDraft, AffiliationId, Client, ClientId, Contact, ContactDraft,
    ContactId, FieldProblem, SiteId,
    draft::ContactField,
    listing::{ContactLine, ContactsAsked, Page},
    send::BatchSummary,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::acts;
#[cfg(feature = "ssr")]
use crate::{
    access::caller,
    clients::api::head,
    clock::now,
    services::{reading, writing},
    typed,
};

/// The tab « Contacts » of a client (E5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientContacts {
    /// Above.
    pub head: ClientHead,
    /// The live ones that match, favourites first.
    pub people: Vec<AffiliatedContact>,
    /// Those whose affiliation ended.
    pub ended: Vec<AffiliatedContact>,
    /// What was searched.
    pub search: String,
}

/// The card of a contact (E6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCard {
    /// The contact.
    pub contact: Contact,
    /// Live ones first.
    pub affiliations: Vec<Affiliation>,
    /// The last mails to it.
    pub sends: Vec<BatchSummary>,
    /// Every client it belongs to is inactive: it cannot be reactivated (P04).
    pub stays_inactive: bool,
}

/// The link part of a contact's form, at one client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkForm {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub label: String,
    /// Its active sites.
    pub sites: Vec<(SiteId, String)>,
    /// The affiliation and its version; none for a new one.
    pub link: Option<(AffiliationId, i64)>,
    /// What the fields show.
    pub draft: AffiliationDraft,
    /// Favourite from the start, of a new one.
    pub starred: bool,
    /// What is stored of the affiliation, when somebody saved it while the form was being typed.
    pub stored: Option<AffiliationDraft>,
    /// Somebody ended it meanwhile: saved again, the contact is affiliated anew.
    pub ended: bool,
}

/// A form to fill, or to fill again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactForm {
    /// The contact; none for a new one.
    pub id: Option<ContactId>,
    /// As it was read (P12).
    pub version: i64,
    /// What the fields show.
    pub draft: ContactDraft,
    /// At the client it is edited from.
    pub link: Option<LinkForm>,
    /// What is wrong with the fields.
    pub problems: Vec<FieldProblem>,
    /// What is stored, when somebody saved it while it was being typed.
    pub stored: Option<ContactDraft>,
    /// What every contact must have (P01).
    pub required: Vec<ContactField>,
}

/// What a contact's form sends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactTyped {
    /// The contact; none for a new one.
    pub id: Option<ContactId>,
    /// As it was read.
    pub version: i64,
    /// The client it is created at or edited from.
    pub client: Option<ClientId>,
    /// Its affiliation there; none for a new one.
    pub link: Option<AffiliationId>,
    /// As it was read.
    pub link_version: i64,
    /// Favourite from the start.
    pub starred: bool,
}

/// The people of a client.
#[server(prefix = "/api", endpoint = "contacts/of-client", protocol = Wire)]
pub async fn load_client_contacts(id: ClientId, search: String) -> Result<ClientContacts, AppError> {
    use store::affiliations::{Which, of_client};
    caller()?;
    let mut tx = reading().await?;
    let head = head(&mut tx, id).await?;
    let mut people = of_client(&mut tx, id, Which::Live).await?;
    let mut ended = of_client(&mut tx, id, Which::Ended).await?;
    let token = model::SearchKey::of(&search);
    people.retain(|person| acts::matches(person, &token));
    ended.retain(|person| acts::matches(person, &token));
    Ok(ClientContacts { head, people, ended, search })
}

/// One page of the directory.
#[server(prefix = "/api", endpoint = "contacts/list", protocol = Wire)]
pub async fn contacts_list(asked: ContactsAsked) -> Result<Page<ContactLine>, AppError> {
    caller()?;
    Ok(store::contacts::list(&mut reading().await?, &asked).await?)
}

/// Contacts without a client to choose from, for this one (P03).
#[server(prefix = "/api", endpoint = "contacts/independent", protocol = Wire)]
pub async fn load_independent(client: ClientId, asked: ContactsAsked) -> Result<(Client, Page<ContactLine>), AppError> {
    caller()?;
    let mut tx = reading().await?;
    let client = store::clients::get(&mut tx, client).await?;
    Ok((client, store::contacts::list(&mut tx, &asked).await?))
}

/// The card of a contact; a deleted one answers too, without its data.
#[server(prefix = "/api", endpoint = "contacts/card", protocol = Wire)]
pub async fn load_contact_card(id: ContactId) -> Result<ContactCard, AppError> {
    caller()?;
    let mut tx = reading().await?;
    let contact = store::contacts::get(&mut tx, id).await?;
    let affiliations = store::affiliations::of_contact(&mut tx, id).await?;
    let live = || affiliations.iter().filter(|a| a.ended_at.is_none());
    let stays_inactive = live().count() > 0 && live().all(|a| a.client_inactive);
    let sends = store::sends::list(&mut tx, store::sends::Filter::Contact(id), None, 20).await?;
    Ok(ContactCard { contact, affiliations, sends, stays_inactive })
}

/// The form of a contact, or an empty one; with its link to `client`.
#[server(prefix = "/api", endpoint = "contacts/form", protocol = Wire)]
pub async fn load_contact_form(
    #[server(default)] id: Option<ContactId>,
    #[server(default)] client: Option<ClientId>,
) -> Result<ContactForm, AppError> {
    caller()?;
    acts::form(id, client).await
}

/// Saves a contact with its link to a client, then shows where one came from.
#[server(prefix = "/api", endpoint = "contacts/save", protocol = Wire)]
pub async fn save_contact(
    #[server(default)] head: ContactTyped,
    contact: ContactDraft,
    #[server(default)] affiliation: AffiliationDraft,
) -> Result<ContactId, AppError> {
    caller()?;
    match acts::save(&head, &contact, &affiliation).await {
        Ok(id) => {
            match head.client {
                Some(client) => leptos_axum::redirect(&format!("/clients/{client}/contacts")),
                None => leptos_axum::redirect(&format!("/contacts/{id}")),
            }
            Ok(id)
        }
        Err(error) => Err(typed::refused("contact", (head, contact, affiliation), error)),
    }
}

/// Sets or clears a star.
#[server(prefix = "/api", endpoint = "contacts/star", protocol = Wire)]
pub async fn star(affiliation: AffiliationId, #[server(default)] on: bool) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    if on {
        store::affiliations::star(&mut tx, affiliation, now()).await?;
    } else {
        store::affiliations::unstar(&mut tx, affiliation).await?;
    }
    Ok(tx.commit().await?)
}

/// Affiliates a contact to a client; where it is already, nothing changes. An inactive one becomes active.
#[server(prefix = "/api", endpoint = "contacts/affiliate", protocol = Wire)]
pub async fn affiliate(
    contact: ContactId,
    client: ClientId,
    #[server(default)] starred: bool,
) -> Result<AffiliationId, AppError> {
    caller()?;
    let mut tx = writing().await?;
    let id = store::affiliations::add(&mut tx, contact, client, &Default::default(), starred, now()).await?;
    if store::contacts::get(&mut tx, contact).await?.inactive_at.is_some() {
        store::contacts::reactivate(&mut tx, contact, now()).await?;
    }
    tx.commit().await?;
    leptos_axum::redirect(&format!("/clients/{client}/contacts"));
    Ok(id)
}

/// Ends an affiliation; its history stays (P03).
#[server(prefix = "/api", endpoint = "contacts/end", protocol = Wire)]
pub async fn end_affiliation(affiliation: AffiliationId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::affiliations::end(&mut tx, affiliation, now()).await?;
    Ok(tx.commit().await?)
}

/// The ended affiliation lives again.
#[server(prefix = "/api", endpoint = "contacts/resume", protocol = Wire)]
pub async fn resume_affiliation(affiliation: AffiliationId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::affiliations::resume(&mut tx, affiliation, now()).await?;
    Ok(tx.commit().await?)
}

/// Makes a contact inactive (P05).
#[server(prefix = "/api", endpoint = "contacts/deactivate", protocol = Wire)]
pub async fn deactivate_contact(id: ContactId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::contacts::deactivate(&mut tx, id, now()).await?;
    Ok(tx.commit().await?)
}

/// Makes it active again (P04), then shows its card.
#[server(prefix = "/api", endpoint = "contacts/reactivate", protocol = Wire)]
pub async fn reactivate_contact(id: ContactId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::contacts::reactivate(&mut tx, id, now()).await?;
    Ok(tx.commit().await?)
}

/// Deletes a contact (P06): gone at once, its data when it can no longer be undone.
#[server(prefix = "/api", endpoint = "contacts/remove", protocol = Wire)]
pub async fn remove_contact(id: ContactId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::contacts::forget_removed(&mut tx, now()).await?;
    store::contacts::remove(&mut tx, id, now()).await?;
    tx.commit().await?;
    acts::forget_later();
    Ok(())
}

/// Undoes a deletion.
#[server(prefix = "/api", endpoint = "contacts/restore", protocol = Wire)]
pub async fn restore_contact(id: ContactId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::contacts::restore(&mut tx, id, now()).await?;
    Ok(tx.commit().await?)
}
