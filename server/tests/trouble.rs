//! A full disk and a database that somebody else holds, through the whole router: said as what passes, nothing half-saved,
//! and as before once it has passed.
#![allow(clippy::unwrap_used)]

mod support;

use axum::response::Response;
use http::{StatusCode, header};
use model::{ClientDraft, UserRole, listing::ClientsAsked};
use store::{Pool, testing};
use support::{House, house, house_on, posted, text};

const SAVE: &str = "/api/clients/save";

fn client(reference: &str) -> ClientDraft {
    ClientDraft {
        reference: reference.into(),
        label: label(reference),
        kind: "professional".into(),
        language: "fr".into(),
        ..ClientDraft::default()
    }
}

/// Its search words are rows of their own: the client's row is written when there is no room for them any more.
fn label(reference: &str) -> String {
    format!(
        "Moulin {reference} farine levain seigle avoine orge sarrasin millet lin tournesol pavot noix figue raisin miel"
    )
}

async fn save(house: &House, cookie: &str, reference: &str) -> Response {
    let body = serde_json::json!({ "draft": client(reference) }).to_string();
    house.ask(posted(cookie, SAVE, &body)).await
}

async fn labels(house: &House, search: &str) -> Vec<String> {
    let asked = ClientsAsked { search: search.into(), ..ClientsAsked::default() };
    let mut tx = house.fresh.pool.read().await.unwrap();
    store::clients::list(&mut tx, &asked).await.unwrap().rows.into_iter().map(|row| row.label).collect()
}

#[tokio::test]
async fn a_full_disk_is_said_and_nothing_is_half_saved() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    testing::full_disk(&house.fresh.pool, true).await.unwrap();
    // What the file's pages still hold goes in.
    let mut saved = 0;
    let refused = loop {
        let answer = save(&house, &cookie, &format!("C{saved}")).await;
        if answer.status() != StatusCode::OK {
            break answer;
        }
        saved += 1;
        assert!(saved < 1_000, "the file grew");
    };
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(text(refused).await, "\"Busy\"");
    let (last, full) = (format!("C{saved}"), house.get_as(&cookie, "/clients").await);
    assert_eq!(full.status(), StatusCode::OK, "reading goes on");
    assert!(labels(&house, &last).await.is_empty(), "nothing of it is left");
    assert_eq!(labels(&house, "moulin").await.len(), saved);

    // Without the wasm: back to the form, as it was typed.
    let mut form = posted(&cookie, SAVE, &fields(&last));
    form.headers_mut().insert(header::ACCEPT, "text/html".parse().unwrap());
    form.headers_mut().insert(header::REFERER, "https://bonport.example/clients/nouveau".parse().unwrap());
    let back = house.ask(form).await;
    let back =
        back.headers()[header::LOCATION].to_str().unwrap().trim_start_matches("https://bonport.example").to_owned();
    let page = text(house.get_as(&cookie, &back).await).await;
    assert!(page.contains(&label(&last)), "{back}");
    assert!(page.contains("réessayez dans un instant"), "{back}");

    testing::full_disk(&house.fresh.pool, false).await.unwrap();
    assert_eq!(save(&house, &cookie, &last).await.status(), StatusCode::OK);
    assert_eq!(labels(&house, &last).await, [label(&last)]);
}

fn fields(reference: &str) -> String {
    let draft = client(reference);
    let fields = [("reference", draft.reference), ("label", draft.label), ("kind", draft.kind)];
    let pairs = fields.map(|(name, value)| format!("draft[{name}]={}", model::access::next::encoded(&value)));
    pairs.join("&")
}

/// Somebody saves the same reference and does not come to an end.
async fn held(house: House) {
    let cookie = house.signed_in(UserRole::Member).await;
    let other = Pool::open(&house.fresh.url).await.unwrap();
    let mut tx = other.write().await.unwrap();
    store::clients::add(&mut tx, &client("C1").check().unwrap(), app::clock::now()).await.unwrap();
    let (answer, page) = tokio::join!(save(&house, &cookie, "C1"), house.get_as(&cookie, "/clients"));
    assert_eq!(page.status(), StatusCode::OK, "reading goes on");
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(labels(&house, "C1").await.is_empty());
    drop(tx);
    other.close().await;
    assert_eq!(save(&house, &cookie, "C1").await.status(), StatusCode::OK);
    assert_eq!(labels(&house, "C1").await, [label("C1")]);
}

#[tokio::test]
async fn a_held_database_is_said_on_sqlite() {
    held(house().await).await;
}

#[tokio::test]
async fn a_held_row_is_said_on_postgres() {
    held(house_on(testing::postgres().await).await).await;
}

#[tokio::test]
async fn s21_what_went_meanwhile_and_what_postgres_keeps_not_is_no_fault_of_ours() {
    for fresh in [testing::sqlite().await, testing::postgres().await] {
        let house = house_on(fresh).await;
        let cookie = house.signed_in(UserRole::Member).await;
        let draft = r#"{"client_id":77,"recipients":[],"subject":"Devis","body":"Bonjour"}"#;
        let body = format!(r#"{{"id":null,"version":0,"draft":{draft},"idem_key":"k1"}}"#);
        let answer = house.ask(posted(&cookie, "/api/compose/save", &body)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "its client is gone: {}", text(answer).await);
        for path in ["/envois?q=a%00", "/factures?q=a%00"] {
            assert_eq!(house.get_as(&cookie, path).await.status(), StatusCode::OK, "{path}");
        }
    }
}
