//! A contact made from an unknown address of a mail.

use super::api::{NewPerson, Outcome};
use crate::error::AppError;
use model::{
    AffiliationDraft, ClientId, ContactDraft, ContactId, FieldProblem, Lang, Moment, Problem,
    draft::{AffiliationFields, ContactField, ContactFields},
    recipients::{Candidate, Found},
};
use store::{StoreError, Tx};

/// The client that contacts are made for, with what is the same for each of them.
pub struct Host {
    client: ClientId,
    language: Lang,
    required: Vec<ContactField>,
}

/// To be asked once for all of them, before the first.
pub async fn host(tx: &mut Tx, client: ClientId) -> Result<Host, AppError> {
    store::clients::hold(tx, client).await?;
    let language = store::clients::get(tx, client).await?.language;
    Ok(Host { client, language, required: store::settings(tx).await?.required_contact_fields })
}

/// Creates the contact and its affiliation, without consent and never notified by itself (P22, P08); or says why not.
pub async fn add_one(tx: &mut Tx, host: &Host, new: &NewPerson, now: Moment) -> Result<Outcome, AppError> {
    let client = host.client;
    let person = ContactDraft {
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        email: new.address.clone(),
        language: host.language.code().into(),
        ..ContactDraft::default()
    };
    let link = AffiliationDraft { function: new.function.clone(), ..AffiliationDraft::default() };
    let fields = match checked(&person, &link, &host.required) {
        Ok(fields) => fields,
        Err(problems) => return Ok(Outcome::Refused(problems)),
    };
    match store::contacts::add(tx, &fields.0, Some(client), now).await {
        Ok(contact) => {
            store::affiliations::add(tx, contact, client, &fields.1, new.starred, now).await?;
            Ok(Outcome::Added(seen_from(tx, client, contact).await?))
        }
        Err(StoreError::Problem(FieldProblem { problem: Problem::TakenByContact(_), .. })) => {
            match candidate(tx, client, new.address.clone()).await? {
                Some(candidate) => Ok(Outcome::Taken(candidate)),
                None => Err(AppError::Conflict),
            }
        }
        Err(e) => Err(e.into()),
    }
}

fn checked(
    person: &ContactDraft,
    link: &AffiliationDraft,
    required: &[ContactField],
) -> Result<(ContactFields, AffiliationFields), Vec<FieldProblem>> {
    match (person.check(required), link.check(true, required)) {
        (Ok(person), Ok(link)) => Ok((person, link)),
        (person, link) => {
            let mut problems = person.err().unwrap_or_default();
            problems.extend(link.err().unwrap_or_default());
            Err(problems)
        }
    }
}

/// The contact as the client's mails see it.
pub(super) async fn seen_from(tx: &mut Tx, client: ClientId, contact: ContactId) -> Result<Candidate, AppError> {
    let email = store::contacts::get(tx, contact).await?.email.ok_or(AppError::NotFound)?;
    candidate(tx, client, email).await?.ok_or(AppError::NotFound)
}

async fn candidate(tx: &mut Tx, client: ClientId, address: String) -> Result<Option<Candidate>, AppError> {
    let found = store::recipients::look_up(tx, Some(client), &[address]).await?;
    Ok(found.into_iter().find_map(|(_, found)| match found {
        Found::Candidate(candidate) => Some(candidate),
        _ => None,
    }))
}
