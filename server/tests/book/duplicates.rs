//! P02: the e-mail of a new contact is another's, and all ways out of it lead somewhere, with the wasm and without.

use crate::{
    desk::{Desk, desk},
    support::text,
};
use app::{
    contacts::api::{ContactSaved, Done},
    error::AppError,
};
use http::StatusCode;
use model::{Affiliation, ContactId, NotificationType, Problem};

const SAVE: &str = "/api/contacts/save";

/// Marie of ACME is inactive, and somebody types her address for a new contact of Beta.
struct Taken {
    desk: Desk,
    marie: ContactId,
    id: String,
    client: String,
    page: String,
}

async fn taken(inactive: bool) -> Taken {
    let desk = desk().await;
    let marie = desk.marie().await;
    if inactive {
        let () = desk.ask("/api/contacts/deactivate", &[("id", &marie.to_string())]).await;
    }
    let (id, client) = (marie.to_string(), desk.beta.to_string());
    Taken { desk, marie, id, page: format!("/contacts/nouveau?client={client}"), client }
}

impl Taken {
    fn form<'a>(&'a self, way: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
        let typed = [
            ("head[client]", self.client.as_str()),
            ("contact[email]", "MARIE@acme.example"),
            ("contact[note]", "vue au salon"),
            ("affiliation[function]", "Directrice"),
        ];
        typed.into_iter().chain(way.map(|way| (way, self.id.as_str()))).collect()
    }

    /// Where the browser goes without the wasm.
    async fn sent(&self, way: Option<&str>) -> String {
        self.desk.plain(&self.page, SAVE, &self.form(way)).await
    }

    /// What its page shows then, when that is the form again with everything in it.
    async fn refused(&self, way: Option<&str>) -> String {
        let back = self.sent(way).await;
        assert!(back.starts_with(&self.page), "{back}");
        let page = self.desk.show(&back).await;
        for typed in ["MARIE@acme.example", "vue au salon", "value=\"Directrice\""] {
            assert!(page.contains(typed), "{typed} is kept: {page}");
        }
        page
    }

    /// What the wasm is answered.
    async fn asked(&self, way: &str) -> Result<ContactSaved, AppError> {
        let answer = self.desk.send(SAVE, &self.form(Some(way))).await;
        let (status, body) = (answer.status(), text(answer).await);
        match status {
            StatusCode::OK => Ok(serde_json::from_str(&body).unwrap()),
            StatusCode::UNPROCESSABLE_ENTITY => Err(serde_json::from_str(&body).unwrap()),
            other => panic!("{other}: {body}"),
        }
    }

    async fn is_at_beta(&self) -> bool {
        self.at_beta().await.is_some()
    }

    async fn at_beta(&self) -> Option<Affiliation> {
        let mut tx = self.desk.house.fresh.pool.read().await.unwrap();
        store::affiliations::live(&mut tx, self.desk.beta, self.marie).await.unwrap()
    }
}

/// P02
#[tokio::test]
async fn p02_the_refusal_offers_what_is_possible() {
    let it = taken(true).await;
    let page = it.refused(None).await;
    let open = format!("href=\"/contacts/{}\"", it.id);
    for way in
        ["Cette adresse est celle de Marie Durand", &open, "name=\"head[affiliate]\"", "name=\"head[reactivate]\""]
    {
        assert!(page.contains(way), "{way} in {page}");
    }
    let active = taken(false).await;
    let page = active.refused(None).await;
    assert!(page.contains("name=\"head[affiliate]\"") && !page.contains("name=\"head[reactivate]\""));
}

/// P02, without the wasm: said on the card, once, and taken back there.
#[tokio::test]
async fn p02_reactivating_shows_the_card_and_says_so() {
    let it = taken(true).await;
    it.refused(None).await;
    let card = it.sent(Some("head[reactivate]")).await;
    assert_eq!(card, format!("/contacts/{}", it.id));
    assert!(it.desk.contact(it.marie).await.active() && !it.is_at_beta().await);
    let page = it.desk.show(&card).await;
    assert!(page.contains("Contact réactivé : Marie Durand") && page.contains("action=\"/api/contacts/deactivate\""));
    assert!(!it.desk.show(&card).await.contains("Contact réactivé"), "said once");
    let back = it.desk.plain(&card, "/api/contacts/deactivate", &[("id", &it.id)]).await;
    assert_eq!(back.trim_end_matches('?'), card);
    assert!(!it.desk.contact(it.marie).await.active());
}

/// P02, with the wasm, which says it itself.
#[tokio::test]
async fn p02_the_wasm_is_told_whom_it_reactivated() {
    let it = taken(true).await;
    let saved = ContactSaved { id: it.marie, name: "Marie Durand".into(), done: Done::Reactivated };
    assert_eq!(it.asked("head[reactivate]").await, Ok(saved));
    assert!(it.desk.contact(it.marie).await.active());
    assert!(!it.desk.show(&format!("/contacts/{}", it.id)).await.contains("Contact réactivé"));
}

/// P02, P04
#[tokio::test]
async fn p04_a_contact_whose_clients_are_all_inactive_is_not_offered_to_be_reactivated() {
    let it = taken(false).await;
    it.desk.acme("deactivate").await;
    let page = it.refused(None).await;
    assert!(page.contains("Son client ACME est inactif : réactivez-le d’abord."), "{page}");
    assert!(page.contains("name=\"head[affiliate]\"") && !page.contains("name=\"head[reactivate]\""));
}

/// P02, P04: the client was made inactive after « Réactiver » was shown.
#[tokio::test]
async fn p04_a_refused_reactivation_says_which_clients_are_inactive_and_keeps_what_was_typed() {
    let it = taken(true).await;
    assert!(it.refused(None).await.contains("name=\"head[reactivate]\""));
    it.desk.acme("deactivate").await;
    let page = it.refused(Some("head[reactivate]")).await;
    assert!(page.contains("Son client ACME est inactif"), "{page}");
    let Err(AppError::Refused(problems)) = it.asked("head[reactivate]").await else { panic!("not refused") };
    let Problem::TakenByContact(holder) = &problems[0].problem else { panic!("{problems:?}") };
    assert!(holder.stays_inactive());
    assert_eq!((holder.contact_id, &holder.inactive_clients[..]), (it.marie, &["ACME".to_owned()][..]));
    assert!(!it.desk.contact(it.marie).await.active());
}

/// P02, P03: an inactive one becomes active with it, also when its other clients are not.
#[tokio::test]
async fn p02_affiliating_leads_to_the_client() {
    let it = taken(true).await;
    it.refused(None).await;
    it.desk.acme("deactivate").await;
    assert_eq!(it.sent(Some("head[affiliate]")).await, format!("/clients/{}/contacts", it.client));
    assert!(it.is_at_beta().await && it.desk.contact(it.marie).await.active());
    let other = taken(true).await;
    let saved = ContactSaved { id: other.marie, name: "Marie Durand".into(), done: Done::Affiliated };
    assert_eq!(other.asked("head[affiliate]").await, Ok(saved));
    assert!(other.is_at_beta().await && other.desk.contact(other.marie).await.active());
}

/// P02, P01: what was typed about somebody at the client is what it does there, with the wasm and without.
#[tokio::test]
async fn p02_affiliating_keeps_function_kind_of_mail_and_star_that_were_typed() {
    let typed = [("affiliation[notification_type]", "administrative"), ("head[starred]", "true")];
    for plain in [true, false] {
        let it = taken(false).await;
        let form = [it.form(Some("head[affiliate]")), typed.to_vec()].concat();
        if plain {
            let list = it.desk.plain(&it.page, SAVE, &form).await;
            assert_eq!(list, format!("/clients/{}/contacts", it.client));
        } else {
            assert_eq!(it.desk.send(SAVE, &form).await.status(), StatusCode::OK);
        }
        let link = it.at_beta().await.unwrap();
        let expected = ("Directrice", NotificationType::Administrative, true);
        assert_eq!((link.function.as_str(), link.notification_type, link.starred_at.is_some()), expected);
    }
    let it = taken(false).await;
    assert_eq!(it.desk.send(SAVE, &it.form(Some("head[affiliate]"))).await.status(), StatusCode::OK);
    assert!(it.at_beta().await.unwrap().starred_at.is_none(), "unticked");
}

/// P02: the client was made inactive meanwhile.
#[tokio::test]
async fn p02_a_refused_affiliation_is_said_and_keeps_what_was_typed() {
    let it = taken(true).await;
    let _: i64 = it.desk.ask("/api/clients/deactivate", &[("id", &it.client)]).await;
    let page = it.refused(Some("head[affiliate]")).await;
    assert!(page.contains("Ce client est inactif : réactivez-le pour lui ajouter des contacts."), "{page}");
    assert!(matches!(it.asked("head[affiliate]").await, Err(AppError::NotPossible(_))));
    assert!(!it.is_at_beta().await && !it.desk.contact(it.marie).await.active());
}

/// P03: « Associer un contact indépendant », to a client that was made inactive meanwhile.
#[tokio::test]
async fn p03_a_refused_association_is_said_on_its_page() {
    let it = taken(false).await;
    let page = format!("/clients/{}/associer", it.client);
    let form = [("contact", it.id.as_str()), ("client", &it.client)];
    let said = "Ce client est inactif : réactivez-le pour lui ajouter des contacts.";
    assert!(!it.desk.show(&page).await.contains(said));
    let _: i64 = it.desk.ask("/api/clients/deactivate", &[("id", &it.client)]).await;
    let back = it.desk.plain(&page, "/api/contacts/affiliate", &form).await;
    assert!(back.starts_with(&page), "{back}");
    assert!(it.desk.show(&back).await.contains(said));
    let _: i64 = it.desk.ask("/api/clients/reactivate", &[("id", &it.client)]).await;
    let back = it.desk.plain(&page, "/api/contacts/affiliate", &form).await;
    assert_eq!(back, format!("/clients/{}/contacts", it.client));
    assert!(it.is_at_beta().await);
}
