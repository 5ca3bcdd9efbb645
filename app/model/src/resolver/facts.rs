//! What the resolver is told: the client with its slots and people, and the document.

use crate::{AffiliationId, ContactId, DocumentKind, EmailAddress, Lang, NotificationType, SiteId};

/// A client as far as its documents go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientSide {
    /// Its affiliations reach nobody then (P04).
    pub inactive: bool,
    /// The language its slots are written to in.
    pub language: Lang,
    /// Main address: receives everything (P09).
    pub main: Option<EmailAddress>,
    /// Stands in for the main one for administrative kinds.
    pub billing: Option<EmailAddress>,
    /// Its sites, those without an address too.
    pub sites: Vec<SiteSlot>,
    /// Its people, in the order in which they are listed; the document's own contact among them, whoever it is.
    pub people: Vec<Person>,
    /// Kinds that the document's site receives itself: a setting of the organisation.
    pub site_receives: Vec<DocumentKind>,
}

/// A site's own address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteSlot {
    /// The site.
    pub id: SiteId,
    /// Its name.
    pub label: String,
    /// May be none.
    pub email: Option<EmailAddress>,
    /// No longer in use.
    pub inactive: bool,
}

/// How a person belongs to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Affiliated to it.
    Live,
    /// Was affiliated to it (P03).
    Ended,
    /// Never was: somebody of another client, or of none.
    Foreign,
}

/// A contact as this client's documents see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub contact: ContactId,
    /// The link to this client; none for a foreign one.
    pub affiliation: Option<AffiliationId>,
    /// Its version (P12); 0 without a link.
    pub version: i64,
    /// The name, or the address of somebody known only by it (P01).
    pub name: String,
    /// What it does there; may be empty.
    pub function: String,
    /// How it belongs to the client.
    pub link: Link,
    /// What it receives by itself.
    pub notification_type: NotificationType,
    /// Tied to this site.
    pub site: Option<SiteId>,
    /// Neither inactive nor deleted (P05).
    pub active: bool,
    /// « Renseigné d'office » in mails written by hand.
    pub favourite: bool,
    /// May be none.
    pub email: Option<EmailAddress>,
    /// The language we write to it in.
    pub language: Lang,
}

/// Who makes it leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trigger {
    /// Somebody pressed a button.
    Person,
    /// It leaves by itself as it arrives.
    Automatic,
}

/// The document as far as its recipients go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedDocument {
    /// What it is.
    pub kind: DocumentKind,
    /// The site it is about.
    pub site: Option<SiteId>,
    /// Its own contact.
    pub contact: Option<ContactId>,
    /// Who makes it leave.
    pub trigger: Trigger,
}
