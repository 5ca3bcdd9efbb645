//! « Qui reçoit quoi » (P38), and the recipients of one document (P31).

use crate::{
    desk::{Desk, desk},
    support::{encoded, posted, text, words_of},
};
use http::StatusCode;
use model::{ClientDraft, NotificationType, SiteDraft, UserRole};

const NOTIFY: &str = "/api/contacts/notify-at";

impl Desk {
    pub async fn marie_id(&self) -> model::ContactId {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        let (_, side) = store::documents::client_side(&mut tx, self.acme, None).await.unwrap();
        side.people[0].contact
    }

    async fn grid(&self) -> String {
        words_of(&self.show(&format!("/clients/{}/qui-recoit-quoi", self.acme)).await)
    }

    /// Gives ACME these addresses.
    pub async fn addresses(&self, main: &str, billing: &str) {
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let client = store::clients::get(&mut tx, self.acme).await.unwrap();
        let draft = ClientDraft { email: main.into(), billing_email: billing.into(), ..ClientDraft::of(&client) };
        let now = app::clock::now();
        store::clients::change(&mut tx, self.acme, client.version, &draft.check().unwrap(), now).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// P38
#[tokio::test]
async fn p38_everybody_has_a_reason_and_what_nobody_receives_is_told() {
    let desk = desk().await;
    assert!(desk.grid().await.contains("ni adresse e-mail ni contact"), "a next step where there is nobody");
    let marie = desk.marie().await;
    let page = desk.grid().await;
    assert!(page.contains("Personne ne reçoit : Tous les documents"), "{page}");
    assert!(page.contains("Ne reçoit rien d’office") && page.contains("Marie Durand"), "{page}");

    desk.addresses("info@acme.example", "compta@acme.example").await;
    let page = desk.grid().await;
    assert!(!page.contains("Personne ne reçoit"), "{page}");
    for said in [
        "Factures, avoirs",
        "Commandes, bons de livraison, rapports d’intervention, autres documents",
        "L’adresse de facturation la remplace",
        "Réservée aux factures et aux avoirs",
        "info@acme.example",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let contacts = desk.show(&format!("/clients/{}/contacts", desk.acme)).await;
    assert!(contacts.contains(&format!("/clients/{}/qui-recoit-quoi\" rel=\"external\"", desk.acme)));
    let link = desk.link(marie).await.unwrap();
    assert_eq!(link.notification_type, NotificationType::None, "looking changes nothing");
}

/// P38, P12
#[tokio::test]
async fn p38_a_type_is_changed_in_place_and_given_back() {
    let desk = desk().await;
    let marie = desk.marie().await;
    let link = desk.link(marie).await.unwrap();
    let (id, seen) = (link.id.to_string(), link.version.to_string());
    let here = format!("/clients/{}/qui-recoit-quoi", desk.acme);
    let form = |kind, version| [("affiliation", id.as_str()), ("version", version), ("notification_type", kind)];
    let went = desk.plain(&here, NOTIFY, &form("administrative", &seen)).await;
    assert_eq!(went, format!("{here}?change={id}&avant=none"));
    let page = words_of(&desk.show(&went).await);
    assert!(page.contains("Marie Durand reçoit maintenant : Notifications administratives"), "{page}");
    assert!(page.contains("Personne ne reçoit : Commandes"), "{page}");
    let after = desk.link(marie).await.unwrap();
    assert_eq!(after.notification_type, NotificationType::Administrative);

    let late = desk.plain(&here, NOTIFY, &form("all", &seen)).await;
    assert!(words_of(&desk.show(&late).await).contains("entre-temps"), "P12");
    let now = after.version.to_string();
    let back = desk.plain(&went, NOTIFY, &form("none", &now)).await;
    assert_eq!(back, format!("{here}?change={id}&avant=administrative"));
    assert_eq!(desk.link(marie).await.unwrap().notification_type, NotificationType::None);
    assert_eq!(desk.plain(&here, NOTIFY, &form("none", &seen)).await, here, "nothing to change");

    let odd = desk.send(NOTIFY, &form("everything", &seen)).await;
    assert_eq!(odd.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let nobody = [("affiliation", "999"), ("notification_type", "all")];
    assert_eq!(desk.send(NOTIFY, &nobody).await.status(), StatusCode::NOT_FOUND);
}

/// P31, P24b
#[tokio::test]
async fn p31_a_document_says_who_receives_it_and_why() {
    let desk = desk().await;
    desk.addresses("MARIE@acme.example", "").await;
    let marie = desk.marie().await.to_string();
    let order = [
        ("draft[kind]", "order"),
        ("draft[number]", "C-7"),
        ("draft[day]", "2026-11-23"),
        ("draft[contact]", marie.as_str()),
    ];
    let went = desk.put("", "", &order).await;
    let page = words_of(&desk.show(&went).await);
    assert!(page.contains("<b>Marie Durand</b>"), "one address, with the contact's name: {page}");
    assert!(page.contains("L’adresse principale reçoit tout · Contact du document"), "{page}");
    assert!(page.contains("Pas d’adresse e-mail"), "{page}");
}

/// P31, P12: an administrator says which kinds the place receives itself; the grid follows.
#[tokio::test]
async fn p31_the_places_own_address_receives_what_the_setting_says() {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let site = SiteDraft { label: "Gand".into(), email: "gand@acme.example".into(), ..SiteDraft::default() };
    let site = store::sites::add(&mut tx, desk.acme, &site.check().unwrap(), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let here = format!("/clients/{}/qui-recoit-quoi?adresse={site}", desk.acme);
    assert!(words_of(&desk.show(&here).await).contains("Le réglage n’inclut pas cette adresse"));

    let admin = desk.house.signed_in(UserRole::Administrator).await;
    let save = async |version: &str, kind: &str| {
        let form = encoded(&[("version", version), ("site_receives[]", kind)]);
        desk.house.ask(posted(&admin, "/api/settings/save-documents", &form)).await.status()
    };
    assert_eq!(save("0", "poem").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(save("0", "order").await, StatusCode::OK);
    assert_eq!(save("0", "invoice").await, StatusCode::CONFLICT);
    let page = text(desk.house.get_as(&admin, "/parametres/documents").await).await;
    assert!(page.contains("value=\"order\" checked") && !page.contains("value=\"invoice\" checked"), "{page}");
    assert!(words_of(&desk.show(&here).await).contains("L’adresse que le document concerne"));
}
