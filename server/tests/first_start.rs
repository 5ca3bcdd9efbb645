//! The page of the first start (S12), through the whole router.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod support;

use app::services::Services;
use axum::body::Body;
use http::{Method, Request, StatusCode};
use store::users;
use support::{House, house, ours, text};

const PASSWORDS: &str = "password=quatre+mots+vraiment+longs&again=quatre+mots+vraiment+longs";

/// A house without anybody, what it runs with, and the path of the page that makes its administrator.
async fn nobodys() -> (House, Services, String) {
    let house = house().await;
    let services = support::services(&house.fresh, &house.keys).await;
    let page = app::access::first_start(&services).await.unwrap().expect("nobody can sign in yet");
    (house, services, page.trim_start_matches(support::URL).to_owned())
}

/// What the form of the page at `path` sends, with these fields.
fn start(path: &str, fields: &str) -> Request<Body> {
    let token = path.split_once('=').unwrap().1;
    let body = format!("token={token}&{fields}");
    ours(Method::POST, "/api/access/start", "application/x-www-form-urlencoded", &body)
}

#[tokio::test]
async fn s12_two_at_once_make_one_administrator_and_the_page_is_gone() {
    let (house, services, path) = nobodys().await;
    assert!(text(house.get(&path).await).await.contains("administrateur"));
    let start =
        |email: &str| start(&path, &format!("organisation=Maison&name=Marie&email={email}@acme.example&{PASSWORDS}"));
    let (one, two) = tokio::join!(house.ask(start("un")), house.ask(start("deux")));
    let mut statuses = [one.status(), two.status()];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY]);
    let mut tx = house.fresh.pool.read().await.unwrap();
    assert_eq!(users::count(&mut tx).await.unwrap(), 1);
    assert_eq!(store::settings(&mut tx).await.unwrap().organisation_name, "Maison");
    let later = house.ask(start("trois")).await;
    assert_eq!(later.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(house.get(&path).await).await.contains("ne fonctionne plus"));
    assert_eq!(app::access::first_start(&services).await.unwrap(), None);
}

#[tokio::test]
async fn the_first_start_can_load_the_demo_under_the_name_of_the_house() {
    let (house, _, path) = nobodys().await;
    let fields = format!("organisation=Maison&name=Marie&email=marie@acme.example&{PASSWORDS}&demo=true");
    assert_eq!(house.ask(start(&path, &fields)).await.status(), StatusCode::OK);
    let mut tx = house.fresh.pool.read().await.unwrap();
    let settings = store::settings(&mut tx).await.unwrap();
    assert_eq!((settings.organisation_name.as_str(), settings.test_mailbox), ("Maison", true));
    let all = model::listing::ClientsAsked { activity: model::listing::Activity::All, ..Default::default() };
    assert_eq!(store::clients::list(&mut tx, &all).await.unwrap().total, 40);
}

#[tokio::test]
async fn s12_the_first_password_keeps_the_rules() {
    let (house, _, path) = nobodys().await;
    let common = "name=Marie&email=marie@acme.example&password=MarieAcme2026&again=MarieAcme2026";
    let refused = house.ask(start(&path, common)).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(refused).await.contains("TooCommon"));
    let refused = text(house.ask(start(&path, "name=&email=marie&password=court&again=court")).await).await;
    for part in ["Required", "NotAnAddress", "TooShort"] {
        assert!(refused.contains(part), "{part} in {refused}");
    }
}
