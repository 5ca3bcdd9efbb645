//! After a sending of documents was stopped: the way back to their review (P34).

use model::{
    DocumentId,
    delivery::{DeliveryState, Kind},
    resolver::REVIEW_MAX,
    send::BatchView,
};

/// The review of the documents that did not leave; empty without any.
pub(super) fn redo(batch: &BatchView) -> String {
    let mut ids: Vec<DocumentId> = vec![];
    for message in batch.messages.iter().filter(|_| batch.kind == Kind::Document) {
        let stopped = message.deliveries.iter().any(|one| one.state == DeliveryState::Cancelled);
        let documents = message.documents.iter().filter(|_| stopped).map(|(id, ..)| *id);
        for id in documents {
            if !ids.contains(&id) && ids.len() < REVIEW_MAX {
                ids.push(id);
            }
        }
    }
    if ids.is_empty() {
        return String::new();
    }
    let ids: Vec<String> = ids.iter().map(|id| format!("d={id}")).collect();
    format!("/factures/envoi?{}", ids.join("&"))
}
