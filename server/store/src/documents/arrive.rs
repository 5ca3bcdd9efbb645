//! Documents that come from a program or an index (P30). The same again is no second one: kind and number say which it is, and what
//! differs is told. What is to leave by itself is noted in the very transaction of its arrival.

use super::{By, add, arrivals, get, number_key};
use crate::{Result, StoreError, Tx, blobs::Hash, blobs::Stored, clients, contacts, on, sites};
use model::{
    ClientId, ContactId, Document, DocumentFields, DocumentId, DocumentProblem, FieldProblem, Moment, Problem, SiteId,
    document::{Incoming, WaitsFor},
    fold,
};

/// What comes, with the name and content of its PDF.
#[derive(Clone, Copy, Debug)]
pub struct Arriving<'a> {
    /// What it says.
    pub incoming: &'a Incoming,
    /// Its PDF.
    pub file: Option<(&'a str, &'a Stored)>,
    /// Who brings it.
    pub by: By,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
    /// It is there now.
    New(DocumentId),
    /// It was there already, the very same: nothing changed.
    Same(DocumentId),
    /// Another document of its kind has its number; the fields that differ.
    Other(DocumentId, Vec<&'static str>),
    /// There is no such client, site or contact.
    Refused(Vec<FieldProblem>),
}

/// Puts it in, unless it is there.
///
/// # Errors
/// Only general ones: what is wrong with the document is among the answers.
pub async fn arrive(tx: &mut Tx, arriving: Arriving<'_>, now: Moment) -> Result<Arrived> {
    let (client, fields) = match placed(tx, arriving.incoming).await? {
        Ok(placed) => placed,
        Err(problems) => return Ok(Arrived::Refused(problems)),
    };
    let hash = arriving.file.map(|(_, stored)| stored.hash);
    if let Some(there) = there(tx, client, &fields, hash).await? {
        return Ok(there);
    }
    match add(tx, client, &fields, arriving.file, arriving.by, now).await {
        Ok(id) => {
            if crate::settings(tx).await?.send_on_arrival.contains(&fields.kind) {
                arrivals::note(tx, id, now).await?;
                if left_before(tx, client, &fields).await? {
                    arrivals::wait(tx, id, WaitsFor::LeftBefore).await?;
                }
            }
            Ok(Arrived::New(id))
        }
        // Somebody put that number in at this very instant.
        Err(StoreError::Problem(problem)) if problem.field == "number" => {
            there(tx, client, &fields, hash).await?.ok_or(StoreError::Conflict)
        }
        Err(StoreError::Problem(problem)) => Ok(Arrived::Refused(vec![problem])),
        Err(e) => Err(e),
    }
}

const LEFT_BEFORE: &str = "SELECT COUNT(*) FROM document
  WHERE client_id = $1 AND kind = $2 AND number_key = $3 AND removed_at IS NOT NULL AND state <> 'none'";

/// Whether it was there, left, and was removed: whether it leaves once more is for a person to say.
async fn left_before(tx: &mut Tx, client: ClientId, fields: &DocumentFields) -> Result<bool> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(LEFT_BEFORE)
        .bind(client.0).bind(fields.kind.code()).bind(number_key(&fields.number)).fetch_one(c).await)?;
    Ok(count > 0)
}

type Placed = std::result::Result<(ClientId, DocumentFields), Vec<FieldProblem>>;

/// With ids for names. Whether the contact belongs to the client counts for a new document only: people leave.
async fn placed(tx: &mut Tx, incoming: &Incoming) -> Result<Placed> {
    let refused = |field: &str, problem: Problem| FieldProblem::new(field, problem);
    let Some(client) = clients::find_by_reference(tx, &incoming.client).await? else {
        return Ok(Err(vec![refused("client", DocumentProblem::UnknownClient.into())]));
    };
    let mut problems = vec![];
    let site = match &incoming.site {
        Some(name) => site(tx, client, name).await?.map_err(|problem| problems.push(refused("site", problem))).ok(),
        None => None,
    };
    let contact = match &incoming.contact {
        Some(email) => match contacts::find_holder(tx, email, Some(client)).await? {
            Some(holder) => Some(holder.contact_id),
            None => {
                problems.push(refused("contact", DocumentProblem::ForeignContact.into()));
                None
            }
        },
        None => None,
    };
    let fields = DocumentFields { site, contact, ..incoming.fields.clone() };
    Ok(if problems.is_empty() { Ok((client, fields)) } else { Err(problems) })
}

/// Its site of this name, case and accents aside.
async fn site(tx: &mut Tx, client: ClientId, name: &str) -> Result<std::result::Result<SiteId, Problem>> {
    let mut called = sites::of_client(tx, client).await?;
    called.retain(|site| fold(&site.label) == fold(name));
    let exact: Vec<SiteId> = called.iter().filter(|site| site.label == name).map(|site| site.id).collect();
    Ok(match (&called[..], &exact[..]) {
        ([one], _) => Ok(one.id),
        ([], _) => Err(Problem::ForeignSite),
        (_, [one]) => Ok(*one),
        _ => Err(DocumentProblem::SeveralSites.into()),
    })
}

const FIND: &str = "SELECT id, hash FROM document WHERE kind = $1 AND number_key = $2 AND removed_at IS NULL";

/// The document of this kind and number, and whether it is the very same.
async fn there(tx: &mut Tx, client: ClientId, fields: &DocumentFields, hash: Option<Hash>) -> Result<Option<Arrived>> {
    let row: Option<(i64, Option<Vec<u8>>)> = on!(tx, c => sqlx::query_as(FIND)
        .bind(fields.kind.code()).bind(number_key(&fields.number)).fetch_optional(c).await)?;
    let Some((id, stored)) = row else { return Ok(None) };
    let document = get(tx, DocumentId(id)).await?;
    let mut differ = differences(&document, client, fields);
    if stored.as_deref() != hash.as_ref().map(|hash| &hash.0[..]) {
        differ.push("file");
    }
    Ok(Some(if differ.is_empty() { Arrived::Same(document.id) } else { Arrived::Other(document.id, differ) }))
}

fn differences(document: &Document, client: ClientId, fields: &DocumentFields) -> Vec<&'static str> {
    let amount = |amount: &Option<model::Amount>| amount.as_ref().map(|amount| amount.cents);
    let currency = |amount: &Option<model::Amount>| amount.as_ref().map(|amount| amount.currency.clone());
    let site = document.site.as_ref().map(|(id, _)| *id);
    let contact: Option<ContactId> = document.contact.as_ref().map(|(id, _)| *id);
    let compared = [
        ("client", document.client.0 != client),
        ("day", document.day != fields.day),
        ("amount", amount(&document.amount) != amount(&fields.amount)),
        ("currency", currency(&document.amount) != currency(&fields.amount)),
        ("site", site != fields.site),
        ("contact", contact != fields.contact),
    ];
    // Without an amount there is no currency to speak of.
    let both = document.amount.is_some() == fields.amount.is_some();
    let told = compared.into_iter().filter(|(name, differs)| *differs && (both || *name != "currency"));
    told.map(|(name, _)| name).collect()
}
