//! « A quitté l'entreprise » (P03) by its pages, as a browser without the wasm opens and sends them.

use crate::{
    desk::{Desk, Form, desk},
    support::{client, words_of},
};
use http::{Method, StatusCode};
use model::{AffiliationId, ClientId, ClientKind, ContactId, NotificationType, draft::AffiliationFields};
use store::affiliations;

const LEAVE: &str = "/api/contacts/leave";

/// Marie does and receives things at ACME, and is a favourite there; Paul is there, too.
struct Office {
    desk: Desk,
    marie: ContactId,
    paul: ContactId,
    link: AffiliationId,
}

async fn office() -> Office {
    let desk = desk().await;
    let marie = desk.marie().await;
    let link = desk.link(marie).await.unwrap().id;
    let acme = desk.acme.to_string();
    let form = [
        ("head[client]", acme.as_str()),
        ("contact[email]", "paul@acme.example"),
        ("contact[first_name]", "Paul"),
        ("contact[last_name]", "Roy"),
    ];
    let paul = desk.ask::<app::contacts::api::ContactSaved>("/api/contacts/save", &form).await.id;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let does = AffiliationFields {
        function: "Comptable".into(),
        site: None,
        notification_type: NotificationType::Administrative,
    };
    affiliations::change(&mut tx, link, 1, &does, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    Office { desk, marie, paul, link }
}

impl Office {
    fn page(&self) -> String {
        format!("/contacts/{}/depart?client={}", self.marie, self.desk.acme)
    }

    async fn shown(&self, path: &str) -> String {
        words_of(&self.desk.show(path).await)
    }

    /// The form as it was seen at this version: where the browser goes then.
    async fn leave(&self, version: i64, fields: Form<'_>) -> String {
        let (link, version) = (self.link.to_string(), version.to_string());
        let mut form = vec![("affiliation", link.as_str()), ("version", version.as_str())];
        form.extend_from_slice(fields);
        self.desk.plain(&self.page(), LEAVE, &form).await
    }

    async fn of(&self, contact: ContactId, client: ClientId) -> Option<model::Affiliation> {
        let mut tx = self.desk.house.fresh.pool.read().await.unwrap();
        affiliations::live(&mut tx, client, contact).await.unwrap()
    }
}

#[tokio::test]
async fn p03_the_page_says_what_ends_finds_the_next_client_and_who_may_take_over() {
    let office = office().await;
    let list = office.shown(&format!("/clients/{}/contacts", office.desk.acme)).await;
    let card = office.shown(&format!("/contacts/{}", office.marie)).await;
    let entry = format!("href=\"{}\" rel=\"external\"", office.page());
    assert!(list.contains(&entry) && card.contains(&entry), "{card}");

    let page = office.shown(&office.page()).await;
    for words in ["Départ : Marie Durand", "Comptable", "Notifications administratives", "Paul Roy", "Personne"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let missed = "plus personne ne reçoit les factures et les avoirs";
    assert!(page.contains("Sans relève,") && page.contains(missed), "P09: {page}");
    assert!(!page.contains("draft[client]"), "nothing was searched: {page}");

    let found = office.shown(&format!("{}&q=bet", office.page())).await;
    let beta = format!("name=\"draft[client]\" value=\"{}\" checked", office.desk.beta);
    assert!(found.contains(&beta), "the only one that was found is chosen: {found}");
    let none = office.shown(&format!("{}&q=zzz", office.page())).await;
    assert!(none.contains("Aucun autre client actif ne correspond à « zzz »"), "{none}");
    let own = office.shown(&format!("{}&q=acme", office.page())).await;
    assert!(!own.contains("draft[client]"), "not the one that is left: {own}");
    // Its only client needs no naming.
    assert!(office.shown(&format!("/contacts/{}/depart", office.marie)).await.contains("Ce qui se termine"));
}

#[tokio::test]
async fn p03_a_departure_is_recorded_told_and_undone_without_the_wasm() {
    let office = office().await;
    let (beta, paul) = (office.desk.beta.to_string(), office.paul.to_string());
    let fields = [
        ("draft[client]", beta.as_str()),
        ("draft[function]", "Gérante"),
        ("draft[starred]", "true"),
        ("draft[successor]", paul.as_str()),
        ("draft[takes_function]", "true"),
    ];
    let went = office.leave(2, &fields).await;
    assert_eq!(went, format!("/contacts/{}/depart/fait?depart=1", office.marie));
    let page = office.shown(&went).await;
    for words in [
        "Marie Durand a quitté ACME",
        "Nouveau rattachement : Beta · Gérante · Favori.",
        "Paul Roy reçoit maintenant : Notifications administratives.",
        "Paul Roy fait maintenant partie des favoris.",
        "Paul Roy a repris la fonction.",
        "Annuler le départ",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("plus personne ne reçoit"), "somebody does: {page}");
    assert!(office.of(office.marie, office.desk.acme).await.is_none());
    let there = office.of(office.marie, office.desk.beta).await.unwrap();
    assert_eq!((there.function.as_str(), there.starred_at.is_some()), ("Gérante", true));

    let back = office.desk.plain(&went, "/api/contacts/unleave", &[("departure", "1")]).await;
    assert_eq!(back, format!("/contacts/{}/depart/fait?annule={}", office.marie, office.desk.acme));
    assert!(office.shown(&back).await.contains("Tout est comme avant ce départ."));
    let again = office.of(office.marie, office.desk.acme).await.unwrap();
    assert_eq!((again.id, again.starred_at.is_some()), (office.link, true));
    let paul = office.of(office.paul, office.desk.acme).await.unwrap();
    assert_eq!((paul.function.as_str(), paul.notification_type), ("", NotificationType::None));
    assert!(office.of(office.marie, office.desk.beta).await.is_none());
    // Pressed twice.
    let twice = office.desk.plain(&went, "/api/contacts/unleave", &[("departure", "1")]).await;
    assert!(office.shown(&twice).await.contains("Départ annulé : Marie Durand"), "{twice}");
}

/// P09: said after it, too, by the address that is left.
#[tokio::test]
async fn p09_the_page_warns_when_nobody_is_left_to_receive_something() {
    let office = office().await;
    let went = office.leave(2, &[("draft[successor]", "")]).await;
    let page = office.shown(&went).await;
    assert!(
        page.contains("Attention :") && page.contains("plus personne ne reçoit les factures et les avoirs"),
        "{page}"
    );
    let gone = office.shown(&office.page()).await;
    assert!(gone.contains("il n’y a pas de départ à enregistrer"), "{gone}");
}

#[tokio::test]
async fn p03_what_is_refused_says_why_keeps_what_was_typed_and_changes_nothing() {
    let office = office().await;
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let gone = client(&mut tx, "Partie").await;
    store::clients::deactivate(&mut tx, gone, app::clock::now()).await.unwrap();
    let roy = client(&mut tx, "Mme Roy").await;
    let mut fields = model::ClientDraft::of(&store::clients::get(&mut tx, roy).await.unwrap()).check().unwrap();
    fields.kind = ClientKind::Individual;
    store::clients::change(&mut tx, roy, 1, &fields, app::clock::now()).await.unwrap();
    let zoe = ("contact[email]", "zoe@b.example");
    tx.commit().await.unwrap();
    let zoe = office.desk.ask::<app::contacts::api::ContactSaved>("/api/contacts/save", &[zoe]).await.id;

    let (gone, roy, zoe) = (gone.to_string(), roy.to_string(), zoe.to_string());
    let acme = office.desk.acme.to_string();
    let refused: [(i64, Form<'_>, &str); 7] = [
        (2, &[("draft[client]", &gone)], "Ce client est inactif"),
        (2, &[("draft[client]", &roy)], "Ce type de client n’a pas de contacts secondaires"),
        (2, &[("draft[client]", &acme)], "Choisissez un autre client que celui du départ."),
        (2, &[("draft[client]", "999")], "Rien n’existe à cette adresse"),
        (2, &[("draft[successor]", &zoe)], "n’est pas, ou plus, un contact actif de ce client"),
        (2, &[("draft[client]", "x")], "Choisissez une des valeurs proposées."),
        (1, &[], "Quelqu’un vient de modifier un de ces rattachements"),
    ];
    for (version, fields, why) in refused {
        let went = office.leave(version, fields).await;
        assert!(went.starts_with(&office.page()), "{why}: {went}");
        let page = office.shown(&went).await;
        assert!(page.contains(why) && page.contains("role=\"alert\""), "{why}: {page}");
        assert_eq!(office.of(office.marie, office.desk.acme).await.unwrap().version, 2, "{why}");
    }
    // What was typed is there again.
    let long = "f".repeat(300);
    let paul = office.paul.to_string();
    let typed = [("draft[function]", long.as_str()), ("draft[successor]", paul.as_str())];
    office.leave(2, &typed).await;
    let page = office.shown(&format!("{}&q=beta", office.page())).await;
    assert!(page.contains(&long) && page.contains("200 caractères au plus."), "{page}");
    let paul = format!("name=\"draft[successor]\" value=\"{}\" checked", office.paul);
    assert!(page.contains(&paul), "{page}");
}

/// As a program asks: the status says it.
#[tokio::test]
async fn p03_ended_twice_and_ids_that_do_not_exist_are_clear_refusals() {
    let office = office().await;
    let link = office.link.to_string();
    let form = [("affiliation", link.as_str()), ("version", "2")];
    assert_eq!(office.desk.send(LEAVE, &form).await.status(), StatusCode::OK);
    assert_eq!(office.desk.send(LEAVE, &form).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "ended already");
    let unknown = [("affiliation", "999"), ("version", "1")];
    assert_eq!(office.desk.send(LEAVE, &unknown).await.status(), StatusCode::NOT_FOUND);
    let back = office.desk.send("/api/contacts/unleave", &[("departure", "999")]).await;
    assert_eq!(back.status(), StatusCode::NOT_FOUND);
    let marie = office.marie;
    for path in [
        "/contacts/999/depart?client=1".to_owned(),
        "/contacts/x/depart".to_owned(),
        format!("/contacts/{marie}/depart?client=x"),
        format!("/contacts/{}/depart/fait?depart=1", office.paul),
        format!("/contacts/{marie}/depart/fait"),
        format!("/contacts/{marie}/depart/fait?annule=999"),
    ] {
        let status = office.desk.house.get_as(&office.desk.cookie, &path).await.status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    // S14: nothing of it answers to GET.
    let asked = crate::support::ours(Method::GET, LEAVE, "text/plain", "");
    assert_ne!(office.desk.house.ask(asked).await.status(), StatusCode::OK);
}
