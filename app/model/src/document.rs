//! Documents (P30): what they are, and what is known of each.

mod amount;
mod arrival;
mod book;
mod day;
mod draft;
mod guess;
mod incoming;
mod index;
mod state;

pub use amount::{Amount, NotAnAmount, cents};
pub use arrival::WaitsFor;
pub use book::{BOOK_MOST, BOOK_PAGE, Book, BookAsked, BookCount, BookLine, BookState};
pub use day::{Day, NotADay};
pub use draft::{DocumentDraft, DocumentFields, NUMBER_MAX, guessed_number, guessed_number_beside, is_pdf};
pub use guess::{NamedClient, client_words, guessed_client, guessed_kind, reference_keys, says_client};
pub use incoming::{Incoming, IncomingDraft};
pub use index::{IndexLine, index_columns, index_line};
pub use state::{DocumentState, Sending};

use crate::{ClientId, ContactId, DocumentId, Moment, NotificationType, SiteId, codes::codes};
use serde::{Deserialize, Serialize};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Facture.
    Invoice,
    /// Note de crédit.
    CreditNote,
    /// Commande. May come without a PDF: its text is the notice (P30).
    Order,
    /// Bon de livraison.
    DeliveryNote,
    /// Rapport d'intervention.
    InterventionReport,
    /// Autre document.
    Other,
}
codes!(DocumentKind[6] {
    Invoice => "invoice",
    CreditNote => "credit_note",
    Order => "order",
    DeliveryNote => "delivery_note",
    InterventionReport => "intervention_report",
    Other => "other",
});

impl DocumentKind {
    /// An invoice or a credit note: a billing address stands in for the main one (P09).
    pub fn administrative(self) -> bool {
        matches!(self, DocumentKind::Invoice | DocumentKind::CreditNote)
    }

    /// Whether who has this type receives it by itself (P09). What is neither administrative nor about an order (a report, another
    /// document) is of nobody's trade: it goes to who receives everything, and to the main address.
    pub fn reaches(self, notification_type: NotificationType) -> bool {
        match self {
            DocumentKind::Invoice | DocumentKind::CreditNote => notification_type.administrative(),
            DocumentKind::Order | DocumentKind::DeliveryNote => notification_type.orders(),
            DocumentKind::InterventionReport | DocumentKind::Other => notification_type == NotificationType::All,
        }
    }
}

/// A document of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Whose it is, with the label.
    pub client: (ClientId, String),
    /// What it is.
    pub kind: DocumentKind,
    /// Unique among its kind.
    pub number: String,
    /// The day on it.
    pub day: Day,
    /// What it comes to.
    pub amount: Option<Amount>,
    /// The site it is about, with the label.
    pub site: Option<(SiteId, String)>,
    /// Its own contact, with the name; empty for a deleted one (P06).
    pub contact: Option<(ContactId, String)>,
    /// The name and size of its PDF.
    pub file: Option<(String, i64)>,
    /// Put in then.
    pub created_at: Moment,
    /// By whom.
    pub created_by: Option<String>,
    /// Removed then.
    pub removed_at: Option<Moment>,
    /// A server accepted it for somebody then, the last time (P51).
    pub sent_at: Option<Moment>,
    /// It went to the test mailbox then, the last time (P52).
    pub mailbox_at: Option<Moment>,
    /// Over all mails that were made of it.
    pub state: DocumentState,
    /// Rises with each change (P12).
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use DocumentKind::{CreditNote, DeliveryNote, InterventionReport, Invoice, Order, Other};

    /// P08 P09
    #[test]
    fn p09_each_type_receives_its_kinds_and_nothing_else() {
        let received =
            |kind| DocumentKind::ALL.into_iter().filter(|document| document.reaches(kind)).collect::<Vec<_>>();
        assert_eq!(received(NotificationType::None), []);
        assert_eq!(received(NotificationType::Administrative), [Invoice, CreditNote]);
        assert_eq!(received(NotificationType::Orders), [Order, DeliveryNote]);
        assert_eq!(
            received(NotificationType::All),
            [Invoice, CreditNote, Order, DeliveryNote, InterventionReport, Other]
        );
        assert!(
            DocumentKind::ALL
                .into_iter()
                .all(|kind| kind.administrative() == kind.reaches(NotificationType::Administrative))
        );
    }
}
