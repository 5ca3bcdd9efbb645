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
    people.retain(|person| matches(person, &token));
    ended.retain(|person| matches(person, &token));
    Ok(ClientContacts { head, people, ended, search })
}

#[cfg(feature = "ssr")]
fn matches(person: &AffiliatedContact, token: &model::SearchKey) -> bool {
    let AffiliatedContact { contact, affiliation } = person;
    let site = affiliation.site.as_ref().map(|(_, label)| label.as_str()).unwrap_or_default();
    let email = contact.email.as_deref().unwrap_or_default();
    let text =
        [&contact.first_name, " ", &contact.last_name, " ", email, " ", &affiliation.function, " ", site].concat();
    model::SearchKey::of(&text).matches(token)
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
    let mut tx = reading().await?;
    let required = ContactField::at_least_one_name(&store::settings(&mut tx).await?.required_contact_fields);
    let host = match client {
        Some(client) => Some(store::clients::get(&mut tx, client).await?),
        None => None,
    };
    let (version, stored) = match id {
        Some(id) => {
            let contact = store::contacts::get(&mut tx, id).await?;
            if contact.erased_at.is_some() {
                return Err(AppError::NotFound);
            }
            (contact.version, ContactDraft::of(&contact))
        }
        None => {
            let language = host.as_ref().map_or(store::settings(&mut tx).await?.language, |host| host.language);
            (0, ContactDraft { language: language.code().into(), ..ContactDraft::default() })
        }
    };
    let link = match host {
        Some(host) => Some(link_form(&mut tx, id, host).await?),
        None => None,
    };
    let mut form = ContactForm { id, version, draft: stored, link, problems: vec![], stored: None, required };
    type Kept = (ContactTyped, ContactDraft, AffiliationDraft);
    if let Some(typed) =
        typed::take::<Kept>("contact").filter(|typed| typed.draft.0.id == id && typed.draft.0.client == client)
    {
        let (head, draft, affiliation) = typed.draft;
        let stored = std::mem::replace(&mut form.draft, draft);
        form.stored = typed.conflict.then_some(stored);
        form.problems = typed.problems;
        if let Some(link) = &mut form.link {
            link.draft = affiliation;
            link.starred = head.starred;
        }
    }
    Ok(form)
}

#[cfg(feature = "ssr")]
async fn link_form(tx: &mut store::Tx, id: Option<ContactId>, host: model::Client) -> Result<LinkForm, AppError> {
    let live = match id {
        Some(id) => store::affiliations::live(tx, host.id, id).await?,
        None => None,
    };
    let here = live.as_ref().and_then(|live| live.site.clone());
    let sites = store::sites::of_client(tx, host.id).await?.into_iter();
    let sites = sites
        .filter(|site| site.inactive_at.is_none() || here.as_ref().is_some_and(|(id, _)| *id == site.id))
        .map(|site| (site.id, site.label))
        .collect();
    Ok(LinkForm {
        client: host.id,
        label: host.label,
        sites,
        link: live.as_ref().map(|live| (live.id, live.version)),
        draft: live.as_ref().map(AffiliationDraft::of).unwrap_or_default(),
        starred: live.is_none(),
    })
}

/// Saves a contact with its link to a client, then shows where one came from.
#[server(prefix = "/api", endpoint = "contacts/save", protocol = Wire)]
pub async fn save_contact(
    #[server(default)] head: ContactTyped,
    contact: ContactDraft,
    #[server(default)] affiliation: AffiliationDraft,
) -> Result<ContactId, AppError> {
    caller()?;
    match save(&head, &contact, &affiliation).await {
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

#[cfg(feature = "ssr")]
async fn save(
    head: &ContactTyped,
    contact: &ContactDraft,
    affiliation: &AffiliationDraft,
) -> Result<ContactId, AppError> {
    let mut tx = writing().await?;
    let required = store::settings(&mut tx).await?.required_contact_fields;
    let fields = contact.check(&required);
    let link = affiliation.check(!contact.email.trim().is_empty());
    let (fields, link) = match (fields, link, head.client) {
        (Ok(fields), Ok(link), _) => (fields, link),
        (Ok(fields), _, None) => (fields, Default::default()),
        (fields, link, client) => {
            let mut problems = fields.err().unwrap_or_default();
            problems.extend(link.err().filter(|_| client.is_some()).unwrap_or_default());
            return Err(AppError::Refused(problems));
        }
    };
    let id = match head.id {
        Some(id) => {
            // First the link: what it receives may no longer need the e-mail that the other form takes away (P08).
            if let (Some(_), Some(aff)) = (head.client, head.link) {
                store::affiliations::change(&mut tx, aff, head.link_version, &link, now()).await?;
            }
            store::contacts::change(&mut tx, id, head.version, &fields, now()).await?;
            id
        }
        None => store::contacts::add(&mut tx, &fields, head.client, now()).await?,
    };
    if let (Some(client), None) = (head.client, head.link) {
        store::affiliations::add(&mut tx, id, client, &link, head.starred, now()).await?;
    }
    tx.commit().await?;
    Ok(id)
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
    forget_later();
    Ok(())
}

/// The personal data goes also when nobody deletes anything else today.
#[cfg(feature = "ssr")]
fn forget_later() {
    let services = crate::services::services();
    tokio::spawn(async move {
        let wait = std::time::Duration::from_millis(store::contacts::UNDO as u64 + 1000);
        tokio::time::sleep(wait).await;
        let forgotten: store::Result<()> = async {
            let mut tx = services.pool.write().await?;
            store::contacts::forget_removed(&mut tx, now()).await?;
            tx.commit().await
        }
        .await;
        if let Err(error) = forgotten {
            tracing::warn!(%error, "the data of deleted contacts goes with the next deletion or start");
        }
    });
}

/// Undoes a deletion.
#[server(prefix = "/api", endpoint = "contacts/restore", protocol = Wire)]
pub async fn restore_contact(id: ContactId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::contacts::restore(&mut tx, id, now()).await?;
    Ok(tx.commit().await?)
}
