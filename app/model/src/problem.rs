//! What is wrong with a form, as codes: the screens have the words.

use crate::{ContactId, phrase::Unknown};
use serde::{Deserialize, Serialize};

/// One problem of one field. A form's `check()` returns all of them at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field's name, as in the form: `email`, `phones.0.number`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

impl FieldProblem {
    /// A problem of this field.
    pub fn new(field: impl Into<String>, problem: Problem) -> Self {
        FieldProblem { field: field.into(), problem }
    }
}

/// What can be wrong with a field. Each has a sentence that says what to do, in `app::ui::problems`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was filled in.
    Required,
    /// Not a complete e-mail address (our policy, S31).
    NotAnAddress,
    /// Longer than so many characters.
    TooLong(i64),
    /// Shorter than so many characters.
    TooShort(i64),
    /// A control character or line break (S28).
    Unprintable,
    /// Somebody else has it; the text says who or what.
    Taken(String),
    /// An invitation was sent to it, and nobody has accepted it yet.
    Invited,
    /// This e-mail is that of another contact: open it, affiliate it, reactivate it (P02).
    TakenByContact(EmailHolder),
    /// Among the most used passwords, or made of the name or address (S05).
    TooCommon,
    /// The second password differs from the first.
    NotTheSame,
    /// The current password is not this one.
    WrongPassword,
    /// Not one of the choices.
    NotAChoice,
    /// Not a number between these.
    OutOfRange(i64, i64),
    /// Not a phone number.
    NotAPhone,
    /// A contact with notifications needs an e-mail (P08).
    NeededForNotifications,
    /// A consent is given for an address (P43).
    NeededForPromotions,
    /// A site of another client, or no site.
    ForeignSite,
    /// A contact that the list of an intervention does not offer: tied to another site, or no active contact of the client (P37).
    NotOffered,
    /// The address of somebody inactive, or who is no longer at this client (P05).
    OutOfReach,
    /// Somebody else on the same mail has it at this address (P36).
    AlreadySent,
    /// Not a day with a time of day.
    NotADate,
    /// Unencrypted sending is possible only towards loopback and allowed hosts (P52).
    EncryptionNeeded,
    /// A host in a private range, or a port that is not allowed (S51).
    HostNotAllowed,
    /// A host name or address that is none.
    NotAHost,
    /// A field that everybody must fill in and nobody sees (P10).
    RequiredHidden,
    /// The last administrator stays.
    LastAdministrator,
    /// What looks like a placeholder of a phrase and is none (P35).
    UnknownPlaceholder(Unknown),
    /// Of the pages of documents, which only the server makes.
    Document(DocumentProblem),
}

/// What can be wrong with a document (P30).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentProblem {
    /// Not a day of the calendar.
    NotADay,
    /// Not an amount, or one that could be read in two ways.
    NotAnAmount,
    /// Not three letters.
    NotACurrency,
    /// Only an order comes without a PDF.
    FileNeeded,
    /// More than a mail can hold.
    FileTooLarge,
    /// What came is no PDF.
    NotAPdf,
    /// So many wait to be completed that no more are taken.
    TooManyFiles,
    /// Not a contact of this client.
    ForeignContact,
    /// On the review (P34): it is not what was shown any more.
    Changed,
    /// On the review: nobody is left to send it to, and it is not left out.
    NobodyChosen,
    /// On the review: somebody was chosen who may not be written to.
    OutOfReach,
    /// On the review: an address that was typed looks mistyped (P29), and nobody has confirmed it.
    Doubtful,
    /// On the review: its phrase asks for what it does not have (P35).
    Unfilled,
    /// On the review: more than its account's server takes.
    MailTooLarge,
    /// On the review: all documents of its client in one mail are more than the account's server takes.
    TogetherTooLarge,
    /// On the review: the phrase asks for what the documents of its client do not have together, as an amount in one currency.
    TogetherUnfilled,
    /// No client has this reference.
    UnknownClient,
    /// Several sites of the client are called so.
    SeveralSites,
    /// No such file in the folder of the index, or it cannot be read.
    FileMissing,
    /// The document of this number says something else there.
    Differs,
    /// A field that a document does not have, or one that came twice.
    UnknownField,
}

/// The contact that holds an e-mail, as much as a person needs to choose what to do (P02).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailHolder {
    /// The contact.
    pub contact_id: ContactId,
    /// Its name, or its address without one (P01).
    pub name: String,
    /// Labels of the clients it is affiliated to, live ones only.
    pub clients: Vec<String>,
    /// Those of them that are inactive.
    pub inactive_clients: Vec<String>,
    /// Already affiliated to the client in question.
    pub here: bool,
    /// Inactive: can be reactivated, unless it [`stays`](Self::stays_inactive) so.
    pub inactive: bool,
}

impl EmailHolder {
    /// Inactive, and so is every client it belongs to: it cannot be made active (P04).
    pub fn stays_inactive(&self) -> bool {
        self.inactive && !self.clients.is_empty() && self.inactive_clients.len() == self.clients.len()
    }
}
