//! Builders for tests of the address book: `contact("Éloïse Lefèvre").at("eloise@epidor.example")`.
#![allow(dead_code)]

use model::{
    AffiliationId, ClientId, ClientKind, ContactId, EmailAddress, Lang, Moment, NotificationType, Place, SiteId,
    draft::{AffiliationFields, ClientFields, ContactFields, SiteFields},
};
use store::{Tx, affiliations, clients, contacts, sites};

/// Noon of a day in November 2026; later by so many seconds.
pub fn at(seconds: i64) -> Moment {
    Moment(1_795_262_400_000).plus_seconds(seconds)
}

pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn a_client(reference: &str, label: &str) -> ClientFields {
    ClientFields {
        reference: reference.into(),
        label: label.into(),
        kind: ClientKind::Professional,
        family: None,
        language: Lang::Fr,
        civility: None,
        first_name: String::new(),
        last_name: String::new(),
        email: None,
        phones: vec![],
        billing_email: None,
        place: Place::default(),
        note: String::new(),
    }
}

pub async fn client(tx: &mut Tx, reference: &str, label: &str) -> ClientId {
    clients::add(tx, &a_client(reference, label), at(0)).await.unwrap()
}

/// `"Éloïse Lefèvre"`: the last word is the last name.
pub fn a_contact(name: &str, address: &str) -> ContactFields {
    let (first, last) = name.rsplit_once(' ').unwrap_or(("", name));
    ContactFields {
        first_name: first.into(),
        last_name: last.into(),
        email: (!address.is_empty()).then(|| email(address)),
        ..ContactFields::default()
    }
}

pub async fn contact(tx: &mut Tx, name: &str, address: &str) -> ContactId {
    contacts::add(tx, &a_contact(name, address), None, at(0)).await.unwrap()
}

pub fn receives(notification_type: NotificationType) -> AffiliationFields {
    AffiliationFields { notification_type, ..AffiliationFields::default() }
}

pub async fn affiliated(tx: &mut Tx, contact: ContactId, client: ClientId) -> AffiliationId {
    affiliations::add(tx, contact, client, &AffiliationFields::default(), false, at(0)).await.unwrap()
}

pub fn a_site(label: &str) -> SiteFields {
    SiteFields {
        label: label.into(),
        place: Place::default(),
        person: String::new(),
        phone: String::new(),
        email: None,
        extra: String::new(),
    }
}

pub async fn site(tx: &mut Tx, client: ClientId, label: &str) -> SiteId {
    sites::add(tx, client, &a_site(label), at(0)).await.unwrap()
}
