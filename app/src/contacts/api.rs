//! What the screens of contacts ask of the server.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

pub use super::answers::{
    ClientContacts, ContactCard, ContactForm, ContactSaved, ContactTyped, Criterion, Directory, Done, Independent,
    LinkForm,
};

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{AffiliationDraft, AffiliationId, ClientId, ContactDraft, ContactId, listing::ContactsAsked};

#[cfg(feature = "ssr")]
use super::{acts, criteria, ways_out};
#[cfg(feature = "ssr")]
use crate::{
    access::{caller, go_to},
    clients::api::{head, hide_of_people},
    clock::now,
    services::{reading, writing},
    typed,
    wire::came_back,
    words::Words,
};
#[cfg(feature = "ssr")]
use leptos::server_fn::ServerFn;
#[cfg(feature = "ssr")]
use model::{EmailAddress, Hides, Purpose};
#[cfg(feature = "ssr")]
use store::consents::Of;

/// Said on the card of a contact that a form without the wasm has just made active again.
#[cfg(feature = "ssr")]
const REACTIVATED: &str = "reactivated";

/// As many mails as the card of a contact shows.
#[cfg(feature = "ssr")]
const LAST_SENDS: usize = 20;

/// The people of a client.
#[server(prefix = "/api", endpoint = "contacts/of-client", protocol = Wire)]
pub async fn load_client_contacts(id: ClientId, search: String) -> Result<ClientContacts, AppError> {
    use store::affiliations::{Which, of_client};
    caller()?;
    let mut tx = reading().await?;
    let head = head(&mut tx, id).await?;
    let mut people = of_client(&mut tx, id, Which::Live).await?;
    let mut ended = of_client(&mut tx, id, Which::Ended).await?;
    let hidden = store::settings(&mut tx).await?.hidden;
    hide_of_people(&mut people, &hidden);
    hide_of_people(&mut ended, &hidden);
    let token = model::SearchKey::of(&search);
    people.retain(|person| acts::matches(person, &token));
    ended.retain(|person| acts::matches(person, &token));
    Ok(ClientContacts { head, people, ended, search })
}

/// One page of the directory.
#[server(prefix = "/api", endpoint = "contacts/list", protocol = Wire)]
pub async fn contacts_list(asked: ContactsAsked) -> Result<Directory, AppError> {
    let user = caller()?.user;
    criteria::directory(&mut reading().await?, &user, &asked).await
}

/// Contacts without a client to choose from, for this one (P03).
#[server(prefix = "/api", endpoint = "contacts/independent", protocol = Wire)]
pub async fn load_independent(client: ClientId, asked: ContactsAsked) -> Result<Independent, AppError> {
    caller()?;
    let refused = came_back(Affiliate::PATH);
    let mut tx = reading().await?;
    let client = store::clients::get(&mut tx, client).await?;
    Ok(Independent { client, page: store::contacts::list(&mut tx, &asked).await?, refused })
}

/// The card of a contact; a deleted one answers too, without its data. One that was merged leads to the one it became.
#[server(prefix = "/api", endpoint = "contacts/card", protocol = Wire)]
pub async fn load_contact_card(id: ContactId) -> Result<ContactCard, AppError> {
    let user = caller()?.user;
    let mut tx = reading().await?;
    let asked = id;
    let id = store::merges::lives_on(&mut tx, asked).await?;
    if id != asked {
        go_to(&format!("/contacts/{id}"));
    }
    let mut contact = store::contacts::get(&mut tx, id).await?;
    let mut affiliations = store::affiliations::of_contact(&mut tx, id).await?;
    let hidden = store::settings(&mut tx).await?.hidden;
    contact.hide(&hidden);
    affiliations.iter_mut().for_each(|affiliation| affiliation.hide(&hidden));
    let live = || affiliations.iter().filter(|a| a.ended_at.is_none());
    let stays_inactive = live().count() > 0 && live().all(|a| a.client_inactive);
    let mut sends = store::sends::list(&mut tx, store::sends::Filter::Contact(id), None, LAST_SENDS as i64 + 1).await?;
    let older = sends.len() > LAST_SENDS;
    sends.truncate(LAST_SENDS);
    crate::sends::named(Words(user.language), &mut sends);
    let reactivated = typed::take::<ContactId>(REACTIVATED).is_some_and(|made| made.draft == id);
    let consent = store::consents::find(&mut tx, Of::Contact(id), Purpose::Promotions).await?;
    let address = contact.email.as_deref().and_then(|email| EmailAddress::parse(email).ok());
    let came_back = match address {
        Some(address) => store::sends::came_back(&mut tx, &address).await?,
        None => None,
    };
    Ok(ContactCard { contact, affiliations, consent, sends, older, stays_inactive, reactivated, came_back })
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

/// Saves a contact with its link to a client, then shows where one came from. Or does for the holder of its e-mail what
/// the refusal offered (P02): a refusal of that, too, leaves everything typed in the form.
#[server(prefix = "/api", endpoint = "contacts/save", protocol = Wire)]
pub async fn save_contact(
    #[server(default)] head: ContactTyped,
    contact: ContactDraft,
    #[server(default)] affiliation: AffiliationDraft,
) -> Result<ContactSaved, AppError> {
    let by = caller()?.user.id;
    match ways_out::send(&head, &contact, &affiliation, by).await {
        Ok(saved) => {
            match head.client.filter(|_| saved.done != Done::Reactivated) {
                Some(client) => leptos_axum::redirect(&format!("/clients/{client}/contacts")),
                None => leptos_axum::redirect(&format!("/contacts/{}", saved.id)),
            }
            if saved.done == Done::Reactivated {
                typed::made(REACTIVATED, saved.id);
            }
            Ok(saved)
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
    let id = ways_out::affiliate(&mut tx, contact, client, &Default::default(), starred).await?;
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

/// Makes it active again (P04).
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
