//! What the pages of a departure show.

use crate::{clients::api::hide_of_people, error::AppError};
use model::{
    AffiliatedContact, Affiliation, Client, ClientId, Contact, ContactId, Departure, DepartureId, Hides, Missed,
    Settings,
    listing::{ClientLine, ClientsAsked},
    missed,
};
use store::{
    Tx,
    affiliations::{Which, of_client, of_contact},
};

/// A page of a departure.
#[derive(Clone)]
pub enum Shown {
    /// To fill.
    Form(Box<Form>),
    /// Which client? It has these.
    Choose {
        /// Who leaves.
        contact: Contact,
        /// Its live links.
        links: Vec<Affiliation>,
    },
    /// What happened.
    Done(Box<Outcome>),
    /// It did not happen, or is undone.
    Undone {
        /// Who is back.
        contact: Contact,
        /// Where, when that is known: its id and name.
        client: Option<(ClientId, String)>,
    },
}

/// What the form shows.
#[derive(Clone)]
pub struct Form {
    pub(super) contact: Contact,
    pub(super) left: Affiliation,
    pub(super) host: Client,
    /// Without anybody who takes over.
    pub(super) missed: Missed,
    /// Whoever may take over.
    pub(super) others: Vec<AffiliatedContact>,
    /// As it was typed.
    pub(super) search: String,
    pub(super) found: Vec<Found>,
    /// There are more than these.
    pub(super) more: bool,
}

/// A client that was searched as the next one.
#[derive(Clone)]
pub struct Found {
    pub(super) client: ClientLine,
    /// Its kind has contacts (P07).
    pub(super) may: bool,
    /// The contact is there already.
    pub(super) there: bool,
}

/// What the page after a departure shows.
#[derive(Clone)]
pub struct Outcome {
    pub(super) contact: Contact,
    pub(super) host: Client,
    pub(super) departure: Departure,
    pub(super) successor: Option<Contact>,
    pub(super) missed: Missed,
}

/// The form of who leaves this client, or its only one; with the clients that were searched.
///
/// # Errors
/// `NotFound` for a contact that there is not.
pub async fn form(tx: &mut Tx, id: ContactId, client: Option<ClientId>, search: String) -> Result<Shown, AppError> {
    let settings = store::settings(tx).await?;
    let contact = person(tx, id, &settings).await?;
    let mut live = of_contact(tx, id).await?;
    live.retain(|link| link.ended_at.is_none());
    let left = match client {
        Some(client) => live.iter().position(|link| link.client_id == client),
        None => (live.len() == 1).then_some(0),
    };
    let Some(at) = left else { return Ok(Shown::Choose { contact, links: live }) };
    let mut left = live[at].clone();
    let host = store::clients::get(tx, left.client_id).await?;
    let mut others = others(tx, &left).await?;
    let missed = missed(&left, &links(&others));
    hide_of_people(&mut others, &settings.hidden);
    left.hide(&settings.hidden);
    let (found, more) = found(tx, &search, &left, &live, &settings).await?;
    Ok(Shown::Form(Box::new(Form { contact, left, host, missed, others, search, found, more })))
}

async fn person(tx: &mut Tx, id: ContactId, settings: &Settings) -> Result<Contact, AppError> {
    let mut contact = store::contacts::get(tx, id).await?;
    if contact.erased_at.is_some() {
        return Err(AppError::NotFound);
    }
    contact.hide(&settings.hidden);
    Ok(contact)
}

/// The other active contacts of the client that is left.
async fn others(tx: &mut Tx, left: &Affiliation) -> Result<Vec<AffiliatedContact>, AppError> {
    let mut others = of_client(tx, left.client_id, Which::Live).await?;
    others.retain(|other| other.contact.active() && other.contact.id != left.contact_id);
    Ok(others)
}

fn links(people: &[AffiliatedContact]) -> Vec<Affiliation> {
    people.iter().map(|person| person.affiliation.clone()).collect()
}

async fn found(
    tx: &mut Tx,
    search: &str,
    left: &Affiliation,
    live: &[Affiliation],
    settings: &Settings,
) -> Result<(Vec<Found>, bool), AppError> {
    if search.trim().is_empty() {
        return Ok((vec![], false));
    }
    let asked = ClientsAsked { search: search.to_owned(), ..ClientsAsked::default() };
    let page = store::clients::list(tx, &asked).await?;
    let others = page.rows.into_iter().filter(|line| line.id != left.client_id);
    let found = others.map(|client| Found {
        may: settings.kinds_with_contacts.contains(&client.kind),
        there: live.iter().any(|link| link.client_id == client.id),
        client,
    });
    Ok((found.collect(), page.later))
}

/// What a departure did, as it stands now. One that was undone is [`Shown::Undone`].
///
/// # Errors
/// `NotFound` for a contact that there is not, or that did not leave by this one.
pub async fn done(tx: &mut Tx, id: ContactId, departure: DepartureId) -> Result<Shown, AppError> {
    let settings = store::settings(tx).await?;
    let contact = person(tx, id, &settings).await?;
    let mut departure = match store::departures::get(tx, departure).await {
        Err(store::StoreError::NotFound) => return Ok(Shown::Undone { contact, client: None }),
        departure => departure?,
    };
    if departure.ended.contact_id != id {
        return Err(AppError::NotFound);
    }
    let host = store::clients::get(tx, departure.ended.client_id).await?;
    let missed = missed(&departure.ended, &links(&others(tx, &departure.ended).await?));
    let successor = match &departure.succession {
        Some(succession) => Some(store::contacts::get(tx, succession.affiliation.contact_id).await?),
        None => None,
    };
    let succession = departure.succession.as_mut().map(|succession| &mut succession.affiliation);
    for link in departure.begun.iter_mut().chain(succession).chain([&mut departure.ended]) {
        link.hide(&settings.hidden);
    }
    Ok(Shown::Done(Box::new(Outcome { contact, host, departure, successor, missed })))
}

/// After a departure was undone.
///
/// # Errors
/// `NotFound`
pub async fn undone(tx: &mut Tx, id: ContactId, client: ClientId) -> Result<Shown, AppError> {
    let settings = store::settings(tx).await?;
    let contact = person(tx, id, &settings).await?;
    let label = store::clients::get(tx, client).await?.label;
    Ok(Shown::Undone { contact, client: Some((client, label)) })
}
