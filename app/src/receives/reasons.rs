//! Kinds, slots and the resolver's reasons in words.

use crate::{ui::notification_short, words::Words};
use model::{
    DocumentKind,
    resolver::{Reason, Who, WhyNot},
};

/// « Facture »
pub fn kind_name(w: Words, kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Invoice => w.documents_invoice(),
        DocumentKind::CreditNote => w.documents_credit_note(),
        DocumentKind::Order => w.documents_order(),
        DocumentKind::DeliveryNote => w.documents_delivery_note(),
        DocumentKind::InterventionReport => w.documents_intervention_report(),
        DocumentKind::Other => w.documents_other(),
    }
}

/// « Factures, avoirs »; « Tous les documents » when nothing is left out.
pub fn kinds_name(w: Words, kinds: &[DocumentKind]) -> String {
    if kinds.len() == DocumentKind::ALL.len() {
        return w.receives_all_kinds().to_owned();
    }
    let name = |kind: &DocumentKind| match kind {
        DocumentKind::Invoice => w.receives_invoices(),
        DocumentKind::CreditNote => w.receives_credit_notes(),
        DocumentKind::Order => w.receives_orders(),
        DocumentKind::DeliveryNote => w.receives_delivery_notes(),
        DocumentKind::InterventionReport => w.receives_intervention_reports(),
        DocumentKind::Other => w.receives_others(),
    };
    let all = kinds.iter().map(name).collect::<Vec<_>>().join(", ");
    let mut letters = all.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// « Adresse principale »; `label` is that of a site, or the name of a contact.
pub fn slot_name(w: Words, who: Who, label: &str) -> String {
    match who {
        Who::Main => w.receives_main().to_owned(),
        Who::Billing => w.receives_billing().to_owned(),
        Who::Site(_) => w.receives_site_slot(label),
        Who::Person(_) => label.to_owned(),
    }
}

/// Why somebody receives it.
pub fn why(w: Words, reason: Reason) -> String {
    match reason {
        Reason::Main => w.receives_why_main().to_owned(),
        Reason::Billing => w.receives_why_billing().to_owned(),
        Reason::OwnSite => w.receives_why_own_site().to_owned(),
        Reason::OwnContact => w.receives_why_own_contact().to_owned(),
        Reason::Notified(kind) => w.receives_why_notified(notification_short(w, kind)),
        Reason::NotifiedAtSite => w.receives_why_at_site().to_owned(),
    }
}

/// Why somebody does not.
pub fn why_not(w: Words, reason: WhyNot) -> String {
    let text = match reason {
        WhyNot::NoAddress => w.receives_out_no_address(),
        WhyNot::BillingInstead => w.receives_out_billing_instead(),
        WhyNot::BillingOnly => w.receives_out_billing_only(),
        WhyNot::SiteInactive => w.receives_out_site_inactive(),
        WhyNot::SiteNotChosen => w.receives_out_site_not_chosen(),
        WhyNot::TiedToSite => w.receives_out_tied(),
        WhyNot::OtherSite => w.receives_out_other_site(),
        WhyNot::ReceivesNothing => w.receives_out_nothing(),
        WhyNot::OtherKinds(kind) => return w.receives_out_other_kinds(notification_short(w, kind)),
        WhyNot::Inactive => w.receives_out_inactive(),
        WhyNot::Ended => w.receives_out_ended(),
        WhyNot::Foreign => w.receives_out_foreign(),
        WhyNot::ClientInactive => w.receives_out_client_inactive(),
    };
    text.to_owned()
}
