//! Finding what a contact's form shows, saving it, and what follows a deletion.

use super::api::{ContactForm, ContactTyped, LinkForm};
use crate::{
    clock::now,
    error::AppError,
    services::{reading, services},
    typed,
};
use axum::extract::Query;
use http::request::Parts;
use leptos::prelude::use_context;
use model::{
    AffiliatedContact, AffiliationDraft, Client, ClientId, ContactDraft, ContactId, Hides, Purpose, SearchKey,
    Settings, UserId, draft::ContactField,
};
use store::consents::Of;

/// The page of a new contact's form.
const NEW: &str = "/contacts/nouveau";

/// The person, its function or its site holds what was searched.
pub(super) fn matches(person: &AffiliatedContact, token: &SearchKey) -> bool {
    let AffiliatedContact { contact, affiliation } = person;
    let site = affiliation.site.as_ref().map(|(_, label)| label.as_str()).unwrap_or_default();
    let email = contact.email.as_deref().unwrap_or_default();
    let text =
        [&contact.first_name, " ", &contact.last_name, " ", email, " ", &affiliation.function, " ", site].concat();
    SearchKey::of(&text).matches(token)
}

/// The form of a contact, or an empty one; as it was typed, when it was refused without the wasm.
pub(super) async fn form(id: Option<ContactId>, client: Option<ClientId>) -> Result<ContactForm, AppError> {
    let mut tx = reading().await?;
    let settings = store::settings(&mut tx).await?;
    let required = ContactField::at_least_one_name(&settings.required_contact_fields);
    let host = match client {
        Some(client) => Some(store::clients::get(&mut tx, client).await?),
        None => None,
    };
    let (version, mut stored) = stored(&mut tx, id, host.as_ref(), &settings).await?;
    stored.hide(&settings.hidden);
    let mut link = match host {
        Some(host) => Some(link_form(&mut tx, id, host).await?),
        None => None,
    };
    if let Some(link) = &mut link {
        link.draft.hide(&settings.hidden);
    }
    if id.is_none() {
        brought(&mut stored, link.as_mut().map(|link| &mut link.draft));
    }
    let mut form = ContactForm { id, version, draft: stored, link, problems: vec![], stored: None, required };
    type Kept = (ContactTyped, ContactDraft, AffiliationDraft);
    if let Some(typed) =
        typed::take::<Kept>("contact").filter(|typed| typed.draft.0.id == id && typed.draft.0.client == client)
    {
        let (head, draft, affiliation) = typed.draft;
        let mut conflict = typed.conflict;
        if let Some(link) = &mut form.link {
            let stored = std::mem::replace(&mut link.draft, affiliation);
            link.stored = (conflict && link.link.is_some()).then_some(stored);
            link.ended = head.link.is_some() && link.link.is_none();
            link.starred = head.starred;
            conflict |= link.ended;
        }
        let stored = std::mem::replace(&mut form.draft, draft);
        form.stored = conflict.then_some(stored);
        form.problems = typed.problems;
    }
    Ok(form)
}

/// What the panel of a new address brings along in the address of a new contact's form (P01): it asks for less than may be required.
fn brought(contact: &mut ContactDraft, link: Option<&mut AffiliationDraft>) {
    let Some(request) = use_context::<Parts>().filter(|request| request.uri.path() == NEW) else { return };
    let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(&request.uri) else { return };
    let told = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    contact.email = told("email").unwrap_or_default();
    contact.first_name = told("prenom").unwrap_or_default();
    contact.last_name = told("nom").unwrap_or_default();
    if let Some(link) = link {
        link.function = told("fonction").unwrap_or_default();
    }
}

/// Its version and its form; of a new one, what holds when nothing is chosen.
async fn stored(
    tx: &mut store::Tx,
    id: Option<ContactId>,
    host: Option<&Client>,
    settings: &Settings,
) -> Result<(i64, ContactDraft), AppError> {
    let Some(id) = id else {
        let language = host.map_or(settings.language, |host| host.language);
        return Ok((0, ContactDraft { language: language.code().into(), ..ContactDraft::default() }));
    };
    let contact = store::contacts::get(tx, id).await?;
    if contact.erased_at.is_some() {
        return Err(AppError::NotFound);
    }
    let consent = store::consents::find(tx, Of::Contact(id), Purpose::Promotions).await?;
    let (promotions, promotions_source) = model::consent::as_typed(consent.as_ref());
    Ok((contact.version, ContactDraft { promotions, promotions_source, ..ContactDraft::of(&contact) }))
}

async fn link_form(tx: &mut store::Tx, id: Option<ContactId>, host: Client) -> Result<LinkForm, AppError> {
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
        stored: None,
        ended: false,
    })
}

/// The contact and its link to the client it is created at or edited from.
pub(super) async fn save(
    tx: &mut store::Tx,
    head: &ContactTyped,
    contact: &ContactDraft,
    affiliation: &AffiliationDraft,
    by: UserId,
) -> Result<ContactId, AppError> {
    let settings = store::settings(tx).await?;
    let (contact, affiliation) = with_hidden(tx, head, contact, affiliation, &settings).await?;
    let fields = contact.check(&settings.required_contact_fields);
    let link = affiliation.check(!contact.email.trim().is_empty(), &settings.required_contact_fields);
    let (fields, link) = match (fields, link, head.client) {
        (Ok(fields), Ok(link), _) => (fields, link),
        (Ok(fields), _, None) => (fields, Default::default()),
        (fields, link, client) => {
            let mut problems = fields.err().unwrap_or_default();
            problems.extend(link.err().filter(|_| client.is_some()).unwrap_or_default());
            return Err(AppError::Refused(problems));
        }
    };
    if let Some(client) = head.client {
        store::clients::hold(tx, client).await?;
    }
    let id = match head.id {
        Some(id) => {
            // First the link: what it receives may no longer need the e-mail that the other form takes away (P08).
            if let (Some(_), Some(aff)) = (head.client, head.link) {
                store::affiliations::change(tx, aff, head.link_version, &link, now()).await?;
            } else if let Some(client) = head.client
                && store::affiliations::live(tx, client, id).await?.is_some()
            {
                // Somebody affiliated it while this form was being typed.
                return Err(AppError::Conflict);
            }
            store::contacts::change(tx, id, head.version, &fields, now()).await?;
            id
        }
        None => store::contacts::add(tx, &fields, head.client, now()).await?,
    };
    store::consents::settle(tx, Of::Contact(id), Purpose::Promotions, contact.consent(), by, now()).await?;
    if let (Some(client), None) = (head.client, head.link) {
        store::affiliations::add(tx, id, client, &link, head.starred, now()).await?;
    }
    Ok(id)
}

/// Both forms with what they did not ask for (P10).
async fn with_hidden(
    tx: &mut store::Tx,
    head: &ContactTyped,
    contact: &ContactDraft,
    affiliation: &AffiliationDraft,
    settings: &Settings,
) -> Result<(ContactDraft, AffiliationDraft), AppError> {
    let (mut contact, mut affiliation) = (contact.clone(), affiliation.clone());
    let host = match head.client {
        Some(client) => Some(store::clients::get(tx, client).await?),
        None => None,
    };
    contact.keep_hidden(&settings.hidden, &stored(tx, head.id, host.as_ref(), settings).await?.1);
    let live = match (head.id, head.client) {
        (Some(id), Some(client)) => store::affiliations::live(tx, client, id).await?,
        _ => None,
    };
    affiliation.keep_hidden(&settings.hidden, &live.as_ref().map(AffiliationDraft::of).unwrap_or_default());
    Ok((contact, affiliation))
}

/// The personal data goes also when nobody deletes anything else today.
pub(crate) fn forget_later() {
    let services = services();
    tokio::spawn(async move {
        let wait = std::time::Duration::from_millis(store::contacts::UNDO as u64 + 1000);
        tokio::time::sleep(wait).await;
        let mailbox = mail::TestMailbox::new(&services.mails.mailbox);
        if let Err(error) = mail::forget_due(&services.pool, &mailbox, now()).await {
            tracing::warn!(%error, "the data of deleted contacts goes within the hour");
        }
    });
}
