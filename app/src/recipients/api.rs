//! What the recipient field asks of the server.

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{
    ClientId, ContactId, FieldProblem,
    recipients::{Candidate, Found},
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    access::caller,
    clock::now,
    contacts::forget_later,
    services::{reading, writing},
};

/// Rows of the directory that one search gives.
#[cfg(feature = "ssr")]
const ROWS: i64 = 20;

/// A contact to be created from an unknown address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPerson {
    /// The unknown address.
    pub address: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// May be empty.
    pub function: String,
    /// Favourite from the start.
    pub starred: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It exists, as seen from the client.
    Added(Candidate),
    /// Somebody has the address already (P02, D89).
    Taken(Candidate),
    /// These fields are needed or wrong.
    Refused(Vec<FieldProblem>),
}

/// People of the directory for a typed text of two letters or more, best first.
///
/// # Errors
/// Only general ones.
#[server(prefix = "/api", endpoint = "recipients/suggest", protocol = Wire)]
pub async fn suggest(
    /// The client the mail is to.
    client: ClientId,
    /// What is typed.
    query: String,
) -> Result<Vec<Candidate>, AppError> {
    caller()?;
    let mut tx = reading().await?;
    Ok(store::search::suggest(&mut tx, Some(client), &query, ROWS, now()).await?)
}

/// Who these addresses are, seen from the client; all in one request (D46).
///
/// # Errors
/// `Malformed` for more than a mail can have.
#[server(prefix = "/api", endpoint = "recipients/look-up", protocol = Wire)]
pub async fn look_up(
    /// The client the mail is to.
    client: ClientId,
    /// As typed.
    addresses: Vec<String>,
) -> Result<Vec<(String, Found)>, AppError> {
    caller()?;
    if addresses.len() > model::compose::RECIPIENTS_MAX {
        return Err(AppError::Malformed);
    }
    let mut tx = reading().await?;
    Ok(store::recipients::look_up(&mut tx, Some(client), &addresses).await?)
}

/// Makes a contact a favourite of the client, or no longer.
///
/// # Errors
/// `NotFound` when it is not affiliated to the client (P21).
#[server(prefix = "/api", endpoint = "recipients/star", protocol = Wire)]
pub async fn star(
    /// The client the mail is to.
    client: ClientId,
    /// Who.
    contact: ContactId,
    /// Star or unstar.
    on: bool,
) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    if on {
        store::affiliations::star_contact(&mut tx, client, contact, now()).await?;
    } else {
        store::affiliations::unstar_contact(&mut tx, client, contact).await?;
    }
    Ok(tx.commit().await?)
}

/// Creates contacts of the client from unknown addresses (P22): each is added, or its own answer says why not.
///
/// # Errors
/// `NotFound`; `NotPossible` for an inactive client or a kind without contacts (P07); `Malformed` for more than a mail
/// can have.
#[server(prefix = "/api", endpoint = "recipients/add", protocol = Wire)]
pub async fn add(
    /// The client the mail is to.
    client: ClientId,
    /// At most as many as a mail can have.
    people: Vec<NewPerson>,
) -> Result<Vec<(String, Outcome)>, AppError> {
    caller()?;
    if people.len() > model::compose::RECIPIENTS_MAX {
        return Err(AppError::Malformed);
    }
    let mut tx = writing().await?;
    let host = super::adding::host(&mut tx, client).await?;
    let mut people: Vec<(usize, NewPerson)> = people.into_iter().enumerate().collect();
    // Two mails with the same unknown addresses wait for each other rather than block each other.
    people.sort_by_cached_key(|(_, person)| person.address.trim().to_lowercase());
    let mut outcomes = Vec::with_capacity(people.len());
    for (place, person) in people {
        let outcome = super::adding::add_one(&mut tx, &host, &person, now()).await?;
        outcomes.push((place, person.address, outcome));
    }
    tx.commit().await?;
    outcomes.sort_unstable_by_key(|(place, ..)| *place);
    Ok(outcomes.into_iter().map(|(_, address, outcome)| (address, outcome)).collect())
}

/// Affiliates somebody's contact to the client too (P23).
///
/// # Errors
/// `NotFound`; `NotPossible` for an inactive client or a kind without contacts (P07).
#[server(prefix = "/api", endpoint = "recipients/affiliate", protocol = Wire)]
pub async fn affiliate(
    /// The client the mail is to.
    client: ClientId,
    /// Who.
    contact: ContactId,
    /// As a favourite.
    starred: bool,
) -> Result<Candidate, AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::affiliations::add(&mut tx, contact, client, &Default::default(), starred, now()).await?;
    let candidate = super::adding::seen_from(&mut tx, client, contact).await?;
    tx.commit().await?;
    Ok(candidate)
}

/// Undoes `add`, or `affiliate` when the contact existed before. A new one that somebody affiliated elsewhere since
/// stays there.
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "recipients/take-back", protocol = Wire)]
pub async fn take_back(
    /// The client the mail is to.
    client: ClientId,
    /// Who.
    contact: ContactId,
    /// Only the affiliation goes.
    existed: bool,
) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    let live = store::affiliations::live(&mut tx, client, contact).await?.ok_or(AppError::NotFound)?;
    store::affiliations::end(&mut tx, live.id, now()).await?;
    let links = store::affiliations::of_contact(&mut tx, contact).await?;
    let goes = !existed && links.iter().all(|link| link.ended_at.is_some());
    if goes {
        store::contacts::remove(&mut tx, contact, now()).await?;
    }
    tx.commit().await?;
    if goes {
        forget_later();
    }
    Ok(())
}

/// Makes a contact of the client active again (D67).
///
/// # Errors
/// `NotFound`; `NotPossible` while every client it belongs to is inactive (P04).
#[server(prefix = "/api", endpoint = "recipients/reactivate", protocol = Wire)]
pub async fn reactivate(
    /// The client the mail is to.
    client: ClientId,
    /// Who.
    contact: ContactId,
) -> Result<Candidate, AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::clients::hold(&mut tx, client).await?;
    store::contacts::reactivate(&mut tx, contact, now()).await?;
    if store::affiliations::live(&mut tx, client, contact).await?.is_none() {
        store::affiliations::add(&mut tx, contact, client, &Default::default(), false, now()).await?;
    }
    let candidate = super::adding::seen_from(&mut tx, client, contact).await?;
    tx.commit().await?;
    Ok(candidate)
}
