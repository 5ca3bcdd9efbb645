//! What the pages of documents show.

use super::list;
use crate::{
    clients::api::{ClientHead, head},
    error::AppError,
};
use model::{
    AffiliatedContact, Client, ClientId, Document, DocumentId, Intervention, InterventionId, Site, User,
    listing::{Page, PageFrom},
    resolver::{AskedDocument, ClientSide, Resolution, Trigger, resolve},
    send::BatchSummary,
};
use serde::Deserialize;
use store::{Tx, affiliations, documents};

/// What the addresses of these pages say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The page after this document, or before it.
    apres: Option<String>,
    avant: Option<String>,
    /// Removed just now.
    supprime: Option<String>,
    /// An order without a PDF.
    #[serde(rename = "sans-pdf")]
    without_file: Option<String>,
    /// Put in just now.
    ajoute: Option<String>,
    /// Corrected just now.
    modifie: Option<String>,
    /// The intervention that is reported.
    intervention: Option<String>,
}

/// Acts of sending that stand beside a document; all are in the history of its client.
const HISTORY: i64 = 20;

/// A page of documents.
#[derive(Clone)]
pub enum Shown {
    /// Of a client.
    List(Box<List>),
    /// To put one in.
    Form(Box<Form>),
    /// One.
    One(Box<One>),
    /// To correct one.
    Change(Box<Change>),
}

/// One with what can be chosen.
#[derive(Clone)]
pub struct Change {
    pub(super) document: Document,
    /// Of an intervention: site and contact come from there.
    pub(super) report: bool,
    /// Mails that were made of it.
    pub(super) seen: i64,
    pub(super) sites: Vec<Site>,
    pub(super) people: Vec<AffiliatedContact>,
}

/// The tab of a client.
#[derive(Clone)]
pub struct List {
    pub(super) head: ClientHead,
    pub(super) page: Page<Document>,
    /// Those that « Envoyer » sends at once (P33).
    pub(super) at_once: Vec<AtOnce>,
    /// Removed just now.
    pub(super) removed: Option<Document>,
}

/// A document of a client that has one address, which receives it.
#[derive(Clone)]
pub(super) struct AtOnce {
    pub(super) id: DocumentId,
    pub(super) address: String,
    /// Mails that were made of it.
    pub(super) seen: i64,
}

/// The form with what can be chosen.
#[derive(Clone)]
pub struct Form {
    pub(super) client: Client,
    pub(super) sites: Vec<Site>,
    pub(super) people: Vec<AffiliatedContact>,
    /// An order without a PDF was chosen.
    pub(super) without_file: bool,
    /// The intervention that it reports: site and contact are known.
    pub(super) intervention: Option<Intervention>,
}

/// A document with who receives it.
#[derive(Clone)]
pub struct One {
    pub(super) document: Document,
    pub(super) side: ClientSide,
    pub(super) answer: Resolution,
    /// Mails that were made of it.
    pub(super) seen: i64,
    /// Whoever looks at it: « À moi-même ».
    pub(super) me: String,
    /// What was sent of it, the last first.
    pub(super) sends: Vec<BatchSummary>,
    /// Put in or corrected just now.
    pub(super) added: bool,
    /// The intervention that it reports, with its subject.
    pub(super) intervention: Option<(InterventionId, String)>,
}

fn number(text: &Option<String>) -> Option<i64> {
    text.as_deref()?.parse().ok()
}

/// # Errors
/// `NotFound` without such a client.
pub async fn list_page(tx: &mut Tx, id: ClientId, asked: &Asked) -> Result<Shown, AppError> {
    let from = match (number(&asked.apres), number(&asked.avant)) {
        (Some(id), _) => PageFrom::After(id),
        (None, Some(id)) => PageFrom::Before(id),
        (None, None) => PageFrom::Start,
    };
    let head = head(tx, id).await?;
    let page = documents::list(tx, Some(id), from).await?;
    let removed = match number(&asked.supprime) {
        Some(number) => documents::get(tx, DocumentId(number)).await.ok(),
        None => None,
    };
    let removed = removed.filter(|document| document.client.0 == id && document.removed_at.is_some());
    let at_once = at_once(tx, id, &page.rows).await?;
    Ok(Shown::List(Box::new(List { head, page, at_once, removed })))
}

/// Which of them nobody has to be asked about: not sent yet, and their client has one address, which the resolver says receives them.
async fn at_once(tx: &mut Tx, id: ClientId, rows: &[Document]) -> Result<Vec<AtOnce>, AppError> {
    if !store::settings(tx).await?.at_once_to_one {
        return Ok(vec![]);
    }
    let (_, side) = documents::client_side(tx, id, None).await?;
    if side.only_address().is_none() {
        return Ok(vec![]);
    }
    let mut found = vec![];
    for document in rows.iter().filter(|document| list::unsent(document)) {
        let (site, contact) = (document.site.as_ref().map(|(id, _)| *id), document.contact.as_ref().map(|(id, _)| *id));
        let asked = AskedDocument { kind: document.kind, site, contact, trigger: Trigger::Person };
        // Its own contact may have left: then nobody is written to without a look.
        let known = contact.is_none_or(|id| side.people.iter().any(|who| who.contact == id));
        if let [one] = &resolve(&side, &asked).recipients()[..]
            && known
        {
            let seen = documents::mails(tx, document.id).await?;
            found.push(AtOnce { id: document.id, address: one.address.to_string(), seen });
        }
    }
    Ok(found)
}

/// # Errors
/// `NotFound` without such a client.
pub async fn form_page(tx: &mut Tx, id: ClientId, asked: &Asked) -> Result<Shown, AppError> {
    let client = store::clients::get(tx, id).await?;
    let (sites, people) = choices(tx, id).await?;
    let without_file = asked.without_file.is_some();
    let intervention = match number(&asked.intervention).map(InterventionId) {
        Some(visit) => Some(store::interventions::get(tx, visit).await?).filter(|visit| visit.client.0 == id),
        None => None,
    };
    Ok(Shown::Form(Box::new(Form { client, sites, people, without_file, intervention })))
}

/// The sites and people of a client that a document may be for.
async fn choices(tx: &mut Tx, id: ClientId) -> Result<(Vec<Site>, Vec<AffiliatedContact>), AppError> {
    let mut sites = store::sites::of_client(tx, id).await?;
    sites.retain(|site| site.inactive_at.is_none());
    let mut people = affiliations::of_client(tx, id, affiliations::Which::Live).await?;
    people.retain(|person| person.contact.active());
    Ok((sites, people))
}

/// # Errors
/// `NotFound`, also for a document that was removed.
pub async fn change_page(tx: &mut Tx, id: DocumentId) -> Result<Shown, AppError> {
    let document = documents::get(tx, id).await?;
    if document.removed_at.is_some() {
        return Err(AppError::NotFound);
    }
    let client = document.client.0;
    let (mut sites, mut people) = choices(tx, client).await?;
    // What it has stays to be chosen, though it is not offered to others any more.
    if let Some((site, _)) = &document.site
        && !sites.iter().any(|one| one.id == *site)
    {
        sites.push(store::sites::get(tx, *site).await?);
    }
    if let Some((contact, _)) = &document.contact
        && !people.iter().any(|one| one.contact.id == *contact)
    {
        let mut all = affiliations::of_client(tx, client, affiliations::Which::Live).await?;
        all.extend(affiliations::of_client(tx, client, affiliations::Which::Ended).await?);
        people.extend(all.into_iter().find(|one| one.contact.id == *contact));
    }
    let report = documents::intervention(tx, id).await?.is_some();
    let seen = documents::mails(tx, id).await?;
    Ok(Shown::Change(Box::new(Change { document, report, seen, sites, people })))
}

/// # Errors
/// `NotFound`, also for a document that was removed.
pub async fn one_page(tx: &mut Tx, me: &User, id: DocumentId, asked: &Asked) -> Result<Shown, AppError> {
    let document = documents::get(tx, id).await?;
    if document.removed_at.is_some() {
        return Err(AppError::NotFound);
    }
    let contact = document.contact.as_ref().map(|(id, _)| *id);
    let (_, side) = documents::client_side(tx, document.client.0, contact).await?;
    let site = document.site.as_ref().map(|(id, _)| *id);
    let answer = resolve(&side, &AskedDocument { kind: document.kind, site, contact, trigger: Trigger::Person });
    let sends = store::sends::list(tx, store::sends::Filter::Document(id), None, HISTORY).await?;
    let (seen, me, added) =
        (documents::mails(tx, id).await?, me.email.clone(), asked.ajoute.is_some() || asked.modifie.is_some());
    let intervention = documents::intervention(tx, id).await?;
    Ok(Shown::One(Box::new(One { document, side, answer, seen, me, sends, added, intervention })))
}
