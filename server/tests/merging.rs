//! Contacts that are one person, through the whole router: proposed, compared, merged and taken apart again, by pages without the
//! wasm.
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "the tests of the book use the rest")]
#[path = "book/desk.rs"]
mod desk;
mod support;

use app::contacts::api::{ContactCard, ContactSaved};
use axum::body::Body;
use desk::{Desk, desk};
use http::{Request, StatusCode, header};
use model::ContactId;
use support::{text, words_of};

const LIST: &str = "/contacts/doublons";
const MERGE: &str = "/api/contacts/merge";
const UNMERGE: &str = "/api/contacts/unmerge";
const APART: &str = "/api/contacts/keep-apart";

/// Marie Durand twice at ACME.
struct Twins {
    desk: Desk,
    marie: String,
    twin: String,
}

async fn twins() -> Twins {
    let desk = desk().await;
    let marie = desk.marie().await.to_string();
    let client = desk.acme.to_string();
    let form = [
        ("head[client]", client.as_str()),
        ("contact[email]", "m.durand@gmail.example"),
        ("contact[first_name]", "marie"),
        ("contact[last_name]", "DURAND"),
        ("contact[note]", "Le soir"),
    ];
    let twin = desk.ask::<ContactSaved>("/api/contacts/save", &form).await.id.to_string();
    Twins { desk, marie, twin }
}

impl Twins {
    fn page(&self) -> String {
        format!("{LIST}/{}/{}", self.marie, self.twin)
    }

    async fn shown(&self, path: &str) -> String {
        words_of(&self.desk.show(path).await)
    }

    /// What the form was made from.
    async fn seen(&self) -> String {
        let page = self.shown(&self.page()).await;
        let (_, rest) = page.split_once("name=\"seen\" value=\"").expect("the form says what it shows");
        rest.split('"').next().unwrap().to_owned()
    }

    /// Without the wasm, as proposed: where the browser goes then.
    async fn merged(&self) -> String {
        let seen = self.seen().await;
        let form = [("a", &*self.marie), ("b", &*self.twin), ("seen", &*seen), ("choice[keep_email]", "true")];
        self.desk.plain(&self.page(), MERGE, &form).await
    }

    async fn contact(&self, id: &str) -> model::Contact {
        self.desk.contact(ContactId(id.parse().unwrap())).await
    }

    async fn both(&self) -> [model::Contact; 2] {
        [self.contact(&self.marie).await, self.contact(&self.twin).await]
    }
}

#[tokio::test]
async fn two_are_proposed_compared_merged_and_given_back() {
    let it = twins().await;
    let list = it.shown(LIST).await;
    assert!(list.contains("Marie Durand (marie@acme.example) et marie DURAND (m.durand@gmail.example)"), "{list}");
    assert!(list.contains("même nom chez ACME") && list.contains(&format!("href=\"{}\"", it.page())), "{list}");
    assert!(it.shown("/contacts").await.contains("href=\"/contacts/doublons\" rel=\"external\""));
    let page = it.shown(&it.page()).await;
    for part in ["Fiche conservée", "m.durand@gmail.example", "Le soir", "(vide)", "Après la fusion", "ACME"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let before = it.both().await;

    assert_eq!(it.merged().await, format!("{LIST}?fusion=1"));
    let said = it.shown(&format!("{LIST}?fusion=1")).await;
    assert!(said.contains("Contacts fusionnés : Marie Durand") && said.contains("Aucun doublon probable."), "{said}");
    assert!(said.contains("Fusions récentes") && said.contains("par Camille Roy"), "{said}");
    let [kept, gone] = it.both().await;
    assert_eq!(kept.note, "Le soir\nAutre e-mail : m.durand@gmail.example".replace(" :", "\u{a0}:"));
    assert_eq!((kept.email.as_deref(), gone.email), (Some("marie@acme.example"), None));
    let old = Request::get(format!("/contacts/{}", it.twin)).header(header::ACCEPT, "text/html,*/*");
    let old = old.header(header::COOKIE, &it.desk.cookie).body(Body::empty()).unwrap();
    let old = it.desk.house.ask(old).await;
    assert!(old.status().is_redirection(), "{}", old.status());
    assert_eq!(old.headers()[header::LOCATION], format!("/contacts/{}", it.marie));
    let card: ContactCard = it.desk.ask("/api/contacts/card", &[("id", &it.twin)]).await;
    assert_eq!(card.contact.id.to_string(), it.marie);

    for _ in ["undone", "twice changes nothing"] {
        assert_eq!(it.desk.plain(LIST, UNMERGE, &[("merge", "1")]).await, format!("{LIST}?separes=1"));
        let said = it.shown(&format!("{LIST}?separes=1")).await;
        assert!(said.contains("Fusion annulée : Marie Durand et marie DURAND") && !said.contains("Fusions récentes"));
    }
    let versions = |mut both: [model::Contact; 2]| {
        both.iter_mut().for_each(|contact| contact.version = 0);
        both
    };
    assert_eq!(versions(it.both().await), versions(before));
}

/// Bad input: a clear refusal each, and nothing changed.
#[tokio::test]
async fn what_is_no_pair_is_refused_and_nothing_changes() {
    let it = twins().await;
    let (marie, twin, seen) = (it.marie.as_str(), it.twin.as_str(), it.seen().await);
    let before = it.both().await;
    let asked = async |path: &str, form: &[(&str, &str)]| {
        let answer = it.desk.send(path, form).await;
        (answer.status(), text(answer).await)
    };
    let (status, why) = asked(MERGE, &[("a", marie), ("b", marie), ("seen", &seen)]).await;
    assert_eq!((status, why.contains("no double of itself")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{why}");
    for (a, b) in [(marie, "999"), ("999", twin), ("998", "999")] {
        let (status, _) = asked(MERGE, &[("a", a), ("b", b), ("seen", &seen)]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{a} {b}");
    }
    assert_eq!(asked(MERGE, &[("a", "x"), ("b", twin)]).await.0, StatusCode::BAD_REQUEST);
    let wrong = asked(MERGE, &[("a", marie), ("b", twin), ("seen", &seen), ("choice[email]", "both")]).await;
    assert_eq!((wrong.0, wrong.1.contains("email")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{}", wrong.1);
    assert_eq!(asked(MERGE, &[("a", marie), ("b", twin)]).await.0, StatusCode::CONFLICT, "nobody saw that");
    assert_eq!(asked(UNMERGE, &[("merge", "999")]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(asked(APART, &[("a", marie), ("b", "999")]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(asked(APART, &[("a", marie), ("b", marie)]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(it.both().await, before);

    let page = async |path: &str| {
        let answer = it.desk.house.get_as(&it.desk.cookie, path).await;
        (answer.status(), words_of(&text(answer).await))
    };
    let (status, itself) = page(&format!("{LIST}/{marie}/{marie}")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(itself.contains("Un contact ne peut pas être fusionné avec lui-même"), "{itself}");
    for path in [format!("{LIST}/{marie}/999"), format!("{LIST}/un/deux")] {
        assert_eq!(page(&path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let () = it.desk.ask("/api/contacts/remove", &[("id", twin)]).await;
    let (status, why) = asked(MERGE, &[("a", marie), ("b", twin), ("seen", &seen)]).await;
    assert_eq!((status, why.contains("no longer there")), (StatusCode::UNPROCESSABLE_ENTITY, true), "{why}");
    let (status, gone) = page(&it.page()).await;
    assert_eq!(
        (status, gone.contains("L’une des deux fiches n’existe plus")),
        (StatusCode::UNPROCESSABLE_ENTITY, true)
    );
    assert!(it.shown(LIST).await.contains("Aucun doublon probable."));
}

/// P12
#[tokio::test]
async fn p12_who_merges_what_was_saved_meanwhile_is_shown_it_with_the_choice() {
    let it = twins().await;
    let seen = it.seen().await;
    let theirs = [
        ("head[id]", it.twin.as_str()),
        ("head[version]", "1"),
        ("contact[email]", "m.durand@gmail.example"),
        ("contact[last_name]", "Dupont"),
    ];
    let _: ContactSaved = it.desk.ask("/api/contacts/save", &theirs).await;
    let before = it.both().await;
    let form = [("a", &*it.marie), ("b", &*it.twin), ("seen", &*seen), ("choice[keep]", "b"), ("choice[email]", "b")];
    let refused = it.desk.send(MERGE, &form).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let back = it.desk.plain(&it.page(), MERGE, &form).await;
    let page = it.shown(&back).await;
    assert!(page.contains("Quelqu’un a modifié l’une des deux fiches entre-temps."), "{page}");
    assert!(page.contains("Dupont") && page.contains("name=\"choice[keep]\" value=\"b\" checked"), "{page}");
    assert_eq!(it.both().await, before);
    let seen = it.seen().await;
    let knowing = form.map(|(name, value)| (name, if name == "seen" { seen.as_str() } else { value }));
    assert_eq!(it.desk.plain(&it.page(), MERGE, &knowing).await, format!("{LIST}?fusion=1"));
    let [gone, kept] = it.both().await;
    assert_eq!((kept.last_name.as_str(), kept.email.as_deref()), ("Dupont", Some("m.durand@gmail.example")));
    assert!(gone.erased_at.is_some());
}

#[tokio::test]
async fn merging_twice_is_once_and_undoing_over_a_change_is_refused() {
    let it = twins().await;
    let seen = it.seen().await;
    assert_eq!(it.merged().await, format!("{LIST}?fusion=1"));
    for (a, b) in [(&it.marie, &it.twin), (&it.twin, &it.marie)] {
        let again: i64 = it.desk.ask(MERGE, &[("a", a), ("b", b), ("seen", &seen)]).await;
        assert_eq!(again, 1);
    }
    let () = it.desk.ask("/api/contacts/deactivate", &[("id", &it.marie)]).await;
    let refused = it.desk.send(UNMERGE, &[("merge", "1")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let back = it.desk.plain(LIST, UNMERGE, &[("merge", "1")]).await;
    let page = it.shown(&back).await;
    assert!(page.contains("la fiche ou ses rattachements ont été modifiés depuis"), "{page}");
    assert!(it.contact(&it.twin).await.erased_at.is_some());
    let () = it.desk.ask("/api/contacts/reactivate", &[("id", &it.marie)]).await;
    let () = it.desk.ask(UNMERGE, &[("merge", "1")]).await;
    assert!(it.contact(&it.twin).await.active());
}

#[tokio::test]
async fn two_who_are_not_one_are_proposed_no_more_until_that_is_undone() {
    let it = twins().await;
    let form = [("a", it.marie.as_str()), ("b", it.twin.as_str())];
    let went = it.desk.plain(LIST, APART, &form).await;
    assert_eq!(went, format!("{LIST}?ecartes={}-{}", it.marie, it.twin));
    let said = it.shown(&went).await;
    assert!(said.contains("Cette paire n’est plus proposée : Marie Durand et marie DURAND"), "{said}");
    assert!(said.contains("Aucun doublon probable."), "{said}");
    assert_eq!(it.desk.plain(&went, APART, &[form[0], form[1], ("back", "true")]).await, LIST);
    assert!(it.shown(LIST).await.contains("même nom chez ACME"));
}
