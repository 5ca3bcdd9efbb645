//! The result as a table for spreadsheets: a line for each address.

use crate::{
    receives::kind_name,
    sends::{
        reason::{came_back, reason, said},
        state::state_name,
    },
    words::Words,
};
use model::{
    Moment, Zone,
    send::{BatchView, DeliveryView, MessageView},
};

/// With its header; copies to oneself are left out.
pub fn table(w: Words, zone: &Zone, batch: &BatchView) -> Vec<Vec<String>> {
    let header = [
        w.outcome_document(),
        w.outcome_client(),
        w.outcome_recipient(),
        w.outcome_address(),
        w.outcome_state(),
        w.outcome_why(),
        w.outcome_code(),
        w.outcome_said(),
        w.outcome_when(),
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    for message in &batch.messages {
        let sent_to = message.deliveries.iter().filter(|delivery| !delivery.self_copy);
        rows.extend(sent_to.map(|delivery| row(w, zone, message, delivery)));
    }
    rows
}

/// « Facture F-1 », all of several; or the subject of a mail that carries no document.
pub(super) fn carried(w: Words, message: &MessageView) -> String {
    let named = message.documents.iter().map(|(_, kind, number)| w.documents_title(kind_name(w, *kind), number));
    match named.collect::<Vec<_>>() {
        none if none.is_empty() => message.subject.clone(),
        some => some.join(", "),
    }
}

fn row(w: Words, zone: &Zone, message: &MessageView, delivery: &DeliveryView) -> Vec<String> {
    let client = message.client.as_ref().map(|(_, label)| label.clone()).unwrap_or_default();
    let (code, words) = match came_back(delivery) {
        Some(bounce) => (bounce.code, said(None, &bounce.enhanced, &bounce.text)),
        // A fault of ours has a code there, and nobody said it.
        None if delivery.code.is_none() => (None, String::new()),
        None => (delivery.code, said(None, &delivery.enhanced, &delivery.text)),
    };
    vec![
        carried(w, message),
        client,
        delivery.name.clone(),
        delivery.address.clone(),
        state_name(w, delivery.shown()).0.to_owned(),
        reason(w, delivery).or(delivery.taken_as_sent().then(|| w.outcome_taken())).unwrap_or_default().to_owned(),
        code.map(|code| code.to_string()).unwrap_or_default(),
        words,
        delivery.sent_at.map(|at| minute(zone, at)).unwrap_or_default(),
    ]
}

/// `2026-11-23 09:12`, which every spreadsheet reads.
fn minute(zone: &Zone, at: Moment) -> String {
    let local = zone.local(at);
    format!("{:04}-{:02}-{:02} {:02}:{:02}", local.year, local.month, local.day, local.hour, local.minute)
}
