//! Acts of sending for tests that care for little of them: what matters is changed, the rest is as here.

use crate::outbox::{NewBatch, NewDelivery, NewMessage};
use model::delivery::Kind;
use model::recipients::Role;
use model::{AccountId, EmailAddress};

/// « Devis », from compta@maison.example to these addresses; `id` is its Message-ID.
pub fn new_message<A: AsRef<str>>(account: AccountId, id: &str, to: impl IntoIterator<Item = A>) -> NewMessage {
    NewMessage {
        client_id: None,
        account_id: account,
        message_id: id.to_owned(),
        mime: format!("Message-ID: <{id}>\r\nSubject: Devis\r\n\r\nBonjour\r\n").into_bytes(),
        from_address: "compta@maison.example".to_owned(),
        from_name: String::new(),
        subject: "Devis".to_owned(),
        body: "Bonjour".to_owned(),
        document_id: None,
        beside: vec![],
        attachments: vec![],
        again_of: None,
        deliveries: to.into_iter().map(|address| new_delivery(address.as_ref())).collect(),
    }
}

/// In « À », to somebody who is no contact.
///
/// # Panics
/// This is no address.
pub fn new_delivery(address: &str) -> NewDelivery {
    NewDelivery {
        address: EmailAddress::parse(address).expect("an address"),
        name: String::new(),
        role: Role::To,
        self_copy: false,
        contact_id: None,
        corrects: None,
    }
}

/// Of one person's own writing, by nobody, nothing of it held.
pub fn new_batch(key: &str, messages: Vec<NewMessage>) -> NewBatch {
    NewBatch { kind: Kind::OneOff, idem_key: key.to_owned(), by: None, draft_id: None, undo_until: None, messages }
}
