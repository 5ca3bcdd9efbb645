//! P12: the later of two saves is told what is stored, beside what it typed, and overwrites nothing unseen.

use crate::{
    desk::{Desk, Form, desk},
    support::text,
};
use app::contacts::api::{ContactForm, ContactSaved};
use http::StatusCode;
use model::{ContactId, SiteId};

const SAVE: &str = "/api/contacts/save";
const SAID: &str = "Quelqu’un a enregistré cette fiche pendant que vous la modifiiez";

/// A contact with a site to choose at its client, and the form of both as it was read.
struct Edited {
    desk: Desk,
    marie: ContactId,
    site: SiteId,
    page: String,
    head: Vec<(&'static str, String)>,
}

async fn edited() -> Edited {
    let desk = desk().await;
    let marie = desk.marie().await;
    let client = desk.acme.to_string();
    let () = desk.ask("/api/sites/save", &[("client", &client), ("draft[label]", "Atelier de Gand")]).await;
    let mut tx = desk.house.fresh.pool.read().await.unwrap();
    let site = store::sites::of_client(&mut tx, desk.acme).await.unwrap()[0].id;
    drop(tx);
    let link = desk.link(marie).await.unwrap();
    let head = vec![
        ("head[id]", marie.to_string()),
        ("head[version]", "1".into()),
        ("head[client]", client.clone()),
        ("head[link]", link.id.to_string()),
        ("head[link_version]", "1".into()),
        ("contact[email]", "marie@acme.example".into()),
        ("contact[language]", "fr".into()),
        ("affiliation[notification_type]", "none".into()),
    ];
    Edited { page: format!("/contacts/{marie}/modifier?client={client}"), desk, marie, site, head }
}

impl Edited {
    /// The form with these fields instead.
    fn form<'a>(&'a self, changed: Form<'a>) -> Vec<(&'a str, &'a str)> {
        let kept = self.head.iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
        kept.map(|(name, value)| (*name, value.as_str())).chain(changed.iter().copied()).collect()
    }

    async fn saved(&self, changed: Form<'_>) {
        let _: ContactSaved = self.desk.ask(SAVE, &self.form(changed)).await;
    }

    /// What the page shows after this form was refused without the wasm.
    async fn told(&self, changed: Form<'_>) -> String {
        let back = self.desk.plain(&self.page, SAVE, &self.form(changed)).await;
        let page = self.desk.show(&back).await;
        assert!(page.contains(SAID), "{page}");
        page
    }
}

fn has(page: &str, parts: &[&str]) {
    for part in parts {
        assert!(page.contains(part), "{part} in {page}");
    }
}

/// P12
#[tokio::test]
async fn p12_the_fields_of_a_contact_are_told_in_words() {
    let it = edited().await;
    it.saved(&[("contact[last_name]", "Dupont"), ("contact[civility]", "mrs"), ("contact[language]", "en")]).await;
    let mine = [("contact[last_name]", "Duval"), ("contact[civility]", "")];
    let page = it.told(&mine).await;
    has(
        &page,
        &[
            "Nom : « Dupont » ; dans votre saisie : « Duval »",
            "Civilité : « Mme » ; dans votre saisie : vide",
            "Langue : « Anglais » ; dans votre saisie : « Français »",
            "value=\"Duval\"",
            "name=\"head[version]\" value=\"2\"",
        ],
    );
    assert!(!page.contains("Fonction : "), "the link is as it was");
    assert_eq!(it.desk.contact(it.marie).await.last_name, "Dupont");
    let knowing = [&mine[..], &[("head[version]", "2"), ("head[link_version]", "2")]].concat();
    it.saved(&knowing).await;
    assert_eq!(it.desk.contact(it.marie).await.last_name, "Duval");
}

/// P12
#[tokio::test]
async fn p12_the_fields_of_an_affiliation_are_told_like_those_of_the_contact() {
    let it = edited().await;
    let site = it.site.to_string();
    let theirs = [
        ("affiliation[function]", "Comptable"),
        ("affiliation[notification_type]", "administrative"),
        ("affiliation[site]", site.as_str()),
    ];
    it.saved(&theirs).await;
    let mine = [("affiliation[function]", "Directrice"), ("affiliation[notification_type]", "all")];
    let page = it.told(&mine).await;
    has(
        &page,
        &[
            "Fonction : « Comptable » ; dans votre saisie : « Directrice »",
            "Type de notifications : « Notifications administratives » ; dans votre saisie : « Toutes les",
            "Adresse : « Atelier de Gand » ; dans votre saisie : « Tout le client »",
            "value=\"Directrice\"",
            "name=\"head[link_version]\" value=\"2\"",
        ],
    );
    assert_eq!(it.desk.link(it.marie).await.unwrap().function, "Comptable");
    it.saved(&[&mine[..], &[("head[version]", "2"), ("head[link_version]", "2")]].concat()).await;
    assert_eq!(it.desk.link(it.marie).await.unwrap().function, "Directrice");
}

/// P12: what the wasm compares with what was sent.
#[tokio::test]
async fn p12_the_wasm_is_told_of_the_conflict_and_finds_what_is_stored_of_both() {
    let it = edited().await;
    it.saved(&[("affiliation[function]", "Comptable"), ("contact[last_name]", "Dupont")]).await;
    let refused = it.desk.send(SAVE, &it.form(&[("affiliation[function]", "Directrice")])).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let (id, client) = (it.marie.to_string(), it.desk.acme.to_string());
    let form: ContactForm = it.desk.ask("/api/contacts/form", &[("id", &id), ("client", &client)]).await;
    let link = form.link.unwrap();
    assert_eq!((form.version, form.draft.last_name.as_str()), (2, "Dupont"));
    assert_eq!((link.link.unwrap().1, link.draft.function.as_str()), (2, "Comptable"));
    assert_eq!(it.desk.link(it.marie).await.unwrap().function, "Comptable");
}

/// P12: neither of what was ended nor of what was begun meanwhile is anything lost unseen.
#[tokio::test]
async fn p12_an_affiliation_that_ended_or_began_meanwhile_is_told() {
    let it = edited().await;
    let old = it.desk.link(it.marie).await.unwrap().id;
    let () = it.desk.ask("/api/contacts/end", &[("affiliation", &old.to_string())]).await;
    let mine = [("affiliation[function]", "Directrice")];
    let page = it.told(&mine).await;
    has(&page, &["a été terminé entre-temps", "name=\"head[link]\" value=\"\"", "value=\"Directrice\""]);
    let anew = [&mine[..], &[("head[link]", ""), ("head[link_version]", "0")]].concat();
    it.saved(&anew).await;
    let new = it.desk.link(it.marie).await.unwrap();
    assert!(new.id != old && new.function == "Directrice");

    let late = [("head[link]", ""), ("head[version]", "2"), ("affiliation[function]", "Gérante")];
    has(&it.told(&late).await, &["Fonction : « Directrice » ; dans votre saisie : « Gérante »"]);
    assert_eq!(it.desk.link(it.marie).await.unwrap().function, "Directrice");
}

/// P12
#[tokio::test]
async fn p12_the_fields_of_a_site_are_told() {
    let it = edited().await;
    let (client, site) = (it.desk.acme.to_string(), it.site.to_string());
    let form = |person| {
        [
            ("client", client.as_str()),
            ("id", &site),
            ("version", "1"),
            ("draft[label]", "Atelier"),
            ("draft[person]", person),
        ]
    };
    let () = it.desk.ask("/api/sites/save", &form("Anne Roy")).await;
    let refused = it.desk.send("/api/sites/save", &form("Luc")).await;
    assert_eq!((refused.status(), text(refused).await.as_str()), (StatusCode::CONFLICT, "\"Conflict\""));
    let page = format!("/clients/{client}/adresses/{site}");
    let back = it.desk.plain(&page, "/api/sites/save", &form("Luc")).await;
    let page = it.desk.show(&back).await;
    has(&page, &[SAID, "Responsable : « Anne Roy » ; dans votre saisie : « Luc »", "name=\"version\" value=\"2\""]);
}
