//! Clients and documents, named and generated.

use model::{
    AffiliationId, ContactId, DocumentKind, EmailAddress, Lang, NotificationType, SiteId,
    resolver::{AskedDocument, ClientSide, Link, Person, SiteSlot, Trigger},
};
use proptest::prelude::*;

pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// An active person of the client with the address `p{id}@acme.example`.
pub fn person(id: i64, notification_type: NotificationType) -> Person {
    Person {
        contact: ContactId(id),
        affiliation: Some(AffiliationId(id)),
        version: 1,
        name: format!("Personne {id}"),
        function: String::new(),
        link: Link::Live,
        notification_type,
        site: None,
        active: true,
        favourite: false,
        email: Some(email(&format!("p{id}@acme.example"))),
        language: Lang::En,
    }
}

pub fn slot(id: i64, address: &str) -> SiteSlot {
    SiteSlot { id: SiteId(id), label: format!("Site {id}"), email: Some(email(address)), inactive: false }
}

/// A client with its main address.
pub fn acme() -> ClientSide {
    ClientSide { main: Some(email("info@acme.example")), ..ClientSide::default() }
}

pub fn document(kind: DocumentKind) -> AskedDocument {
    AskedDocument { kind, site: None, contact: None, trigger: Trigger::Person }
}

/// One of few, so that slots and people share addresses, now and then in capitals.
fn address() -> impl Strategy<Value = Option<EmailAddress>> {
    let few = prop::sample::select(vec!["a@x.example", "A@X.example", "b@x.example", "c@y.example", "d@y.example"]);
    prop::option::weighted(0.8, few.prop_map(email))
}

fn site_id() -> impl Strategy<Value = Option<SiteId>> {
    prop::option::of((1..4i64).prop_map(SiteId))
}

fn somebody(id: i64) -> impl Strategy<Value = Person> {
    let link = prop::sample::select(vec![Link::Live, Link::Live, Link::Live, Link::Ended, Link::Foreign]);
    let kind = prop::sample::select(NotificationType::ALL.to_vec());
    let flags = (prop::bool::weighted(0.8), any::<bool>(), prop::sample::select(vec![Lang::Fr, Lang::En]));
    (link, kind, site_id(), flags, address()).prop_map(
        move |(link, kind, site, (active, favourite, language), email)| Person {
            link,
            site,
            active,
            favourite,
            language,
            email,
            ..person(id, kind)
        },
    )
}

fn kinds() -> impl Strategy<Value = Vec<DocumentKind>> {
    prop::sample::subsequence(DocumentKind::ALL.to_vec(), 0..=DocumentKind::ALL.len())
}

pub fn client() -> impl Strategy<Value = ClientSide> {
    let sites = (0..4i64, prop::collection::vec((address(), any::<bool>()), 4)).prop_map(|(many, all)| {
        let slots = all.into_iter().zip(1..=many);
        slots
            .map(|((email, inactive), id)| SiteSlot { id: SiteId(id), label: format!("Site {id}"), email, inactive })
            .collect::<Vec<_>>()
    });
    let people = (0..6i64).prop_flat_map(|many| (1..=many).map(somebody).collect::<Vec<_>>());
    (prop::bool::weighted(0.1), address(), address(), sites, people, kinds()).prop_map(
        |(inactive, main, billing, sites, people, site_receives)| ClientSide {
            inactive,
            language: Lang::Fr,
            main,
            billing,
            sites,
            people,
            site_receives,
        },
    )
}

pub fn asked() -> impl Strategy<Value = AskedDocument> {
    let kind = prop::sample::select(DocumentKind::ALL.to_vec());
    let trigger = prop::sample::select(vec![Trigger::Person, Trigger::Automatic]);
    (kind, site_id(), prop::option::of((1..6i64).prop_map(ContactId)), trigger)
        .prop_map(|(kind, site, contact, trigger)| AskedDocument { kind, site, contact, trigger })
}
