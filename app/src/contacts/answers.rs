//! What the server answers about contacts, and what their form sends.

use crate::{clients::api::ClientHead, error::AppError};
use model::{
    AffiliatedContact, Affiliation, AffiliationDraft, AffiliationId, BatchId, Client, ClientId, Consent, Contact,
    ContactDraft, ContactId, FieldProblem, SiteId,
    draft::ContactField,
    listing::{ContactLine, Page},
    send::BatchSummary,
};
use serde::{Deserialize, Serialize};

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

/// One page of the directory (E10), with what stands above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The contacts.
    pub page: Page<ContactLine>,
    /// Of a list of several pages: how to choose everybody on it, in words, and where.
    pub everybody: Option<(String, String)>,
    /// How many there are, in words; or that looking goes on, when none was found so far.
    pub counted: String,
    /// What narrows the list beyond its search, activity and « Indépendants seulement ».
    pub criteria: Vec<Criterion>,
    /// Lists that are one click away: their words, and their address.
    pub views: Vec<(String, String)>,
    /// The address of the page of all the filters, with those of now.
    pub more: String,
}

/// One criterion in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// As the address names it.
    pub name: String,
    /// As it stands there.
    pub value: String,
    /// « Fonction : comptable ».
    pub text: String,
    /// The list without it.
    pub without: String,
}

/// The card of a contact (E6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactCard {
    /// The contact.
    pub contact: Contact,
    /// Live ones first.
    pub affiliations: Vec<Affiliation>,
    /// What was last said of promotional mails to it (P43).
    pub consent: Option<Consent>,
    /// The last mails to it.
    pub sends: Vec<BatchSummary>,
    /// There are older ones.
    pub older: bool,
    /// Every client it belongs to is inactive: it cannot be reactivated (P04).
    pub stays_inactive: bool,
    /// This page has just made it active again, without the wasm.
    pub reactivated: bool,
    /// The last mail that left for its address came back: that act of sending, and whether because the address does not exist.
    pub came_back: Option<(BatchId, bool)>,
}

/// The page « Associer un contact indépendant ».
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Independent {
    /// The client.
    pub client: Client,
    /// Contacts without one.
    pub page: Page<ContactLine>,
    /// Why the one that was chosen last is not affiliated.
    pub refused: Option<AppError>,
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
    /// Nothing of the form is saved: the holder of its e-mail is affiliated to the client instead (P02).
    pub affiliate: Option<ContactId>,
    /// The same: it is made active again.
    pub reactivate: Option<ContactId>,
}

/// What sending the form led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactSaved {
    /// The contact that was typed, or the holder of its e-mail.
    pub id: ContactId,
    /// Its name, or its address without one (P01).
    pub name: String,
    /// What was done.
    pub done: Done,
}

/// What a contact's form did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Done {
    /// Saved what was typed.
    Saved,
    /// Affiliated the holder of the e-mail.
    Affiliated,
    /// Made it active again.
    Reactivated,
}
