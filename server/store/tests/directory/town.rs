//! A small address book for the directory's tests.

use crate::book::{a_client, a_contact, at, contact};
use model::{
    ClientId, ClientKind, ContactId, EmailAddress, FamilyId, Lang, NotificationType, Phone, UserId, UserRole,
    draft::{AffiliationFields, ClientFields, ContactFields},
    listing::ContactsAsked,
};
use store::{Tx, affiliations, clients, contacts, families, users};

/// Two bakeries, a farm without a family, and six people.
pub struct Town {
    pub epi: ClientId,
    pub bakeries: FamilyId,
    pub marie: ContactId,
    pub paul: ContactId,
    pub jean: ContactId,
    pub zoe: ContactId,
}

pub fn does(function: &str, notification_type: NotificationType) -> AffiliationFields {
    AffiliationFields { function: function.into(), notification_type, site: None }
}

pub async fn town(tx: &mut Tx) -> Town {
    let bakery = |reference: &str, label: &str| ClientFields {
        family: Some("Boulangeries".into()),
        ..a_client(reference, label)
    };
    let epi = clients::add(tx, &bakery("C1", "Épi d’Or"), at(0)).await.unwrap();
    let ble = clients::add(tx, &bakery("C2", "Blé Noir"), at(0)).await.unwrap();
    let farm = ClientFields { kind: ClientKind::Producer, ..a_client("C3", "Ferme du Lac") };
    let farm = clients::add(tx, &farm, at(0)).await.unwrap();
    let phones = vec![Phone { label: String::new(), number: "0601020304".into() }];
    let whole = ContactFields { phones, ..a_contact("Marie Durand", "marie@epi.example") };
    let marie = contacts::add(tx, &whole, None, at(0)).await.unwrap();
    let paul = contact(tx, "Paul Roy", "paul@ble.example").await;
    let jean = contact(tx, "Jean Petit", "jean@lac.example").await;
    let zoe = contact(tx, "Zoé", "").await;
    contact(tx, "", "seule@ailleurs.example").await;
    use NotificationType as Type;
    for (contact, client, link) in [
        (marie, epi, does("Comptable", Type::All)),
        (marie, farm, does("Gérante", Type::None)),
        (paul, ble, does("COMPTABLE adjoint", Type::Administrative)),
        (jean, farm, does("comptable", Type::Orders)),
        (jean, epi, does("", Type::None)),
        (zoe, ble, does("Vendeuse", Type::None)),
    ] {
        affiliations::add(tx, contact, client, &link, false, at(0)).await.unwrap();
    }
    let bakeries = families::list(tx).await.unwrap()[0].0;
    Town { epi, bakeries, marie, paul, jean, zoe }
}

/// Their names, and what the count says.
pub async fn names(tx: &mut Tx, asked: &ContactsAsked) -> Vec<String> {
    let page = contacts::list(tx, asked).await.unwrap();
    assert_eq!(page.total, page.rows.len() as i64, "{asked:?}");
    page.rows.into_iter().map(|line| line.name).collect()
}

pub async fn user(tx: &mut Tx, address: &str) -> UserId {
    let new = users::NewUser {
        email: EmailAddress::parse(address).unwrap(),
        name: "Camille".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    users::add(tx, &new, at(0)).await.unwrap()
}
