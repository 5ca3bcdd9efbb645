//! Documents by their kinds (P30).

use crate::codes::codes;
use serde::{Deserialize, Serialize};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Facture.
    Invoice,
    /// Avoir, note de crédit.
    CreditNote,
    /// Commande.
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
