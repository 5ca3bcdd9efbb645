//! The headers of every answer (S17–S19), and the line of every request in the log (S59).
#![allow(clippy::unwrap_used)]

mod support;

use axum::{body::Body, response::Response, routing::get};
use futures_util::FutureExt;
use http::{Request, StatusCode};
use model::{ClientDraft, UserRole};
use serde_json::{Value, json};
use std::{
    io::{Result, Write},
    sync::{Arc, Mutex},
};
use support::{house, text};
use tower::ServiceExt;

fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).unwrap_or_else(|| panic!("{name} is missing")).to_str().unwrap()
}

#[tokio::test]
async fn s19_every_answer_carries_them_404_and_refusals_too() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let refused = Request::post("/api/anything").body(Body::empty()).unwrap();
    for response in [
        house.get("/connexion").await,
        house.get("/clients").await,
        house.get_as(&cookie, "/nowhere").await,
        house.get("/pkg/nothing.js").await,
        house.get("/sante").await,
        house.ask(refused).await,
    ] {
        assert_eq!(header(&response, "x-content-type-options"), "nosniff");
        assert_eq!(header(&response, "referrer-policy"), "same-origin");
        assert_eq!(header(&response, "cross-origin-opener-policy"), "same-origin");
        assert!(header(&response, "permissions-policy").contains("camera=()"));
        assert!(header(&response, "strict-transport-security").starts_with("max-age="));
        assert!(header(&response, "content-security-policy").contains("frame-ancestors 'none'"));
    }
}

#[tokio::test]
async fn s17_a_page_has_a_fresh_nonce_and_is_not_kept() {
    let house = house().await;
    let (first, second) = (house.get("/connexion").await, house.get("/connexion").await);
    assert_eq!(header(&first, "cache-control"), "no-store");
    let policy = header(&first, "content-security-policy").to_owned();
    for part in ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "'wasm-unsafe-eval'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("'unsafe-"), "{policy}");
    assert_ne!(policy, header(&second, "content-security-policy"));

    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    let page = text(first).await;
    assert!(page.contains(&format!("nonce=\"{nonce}\"")), "the page's scripts carry the nonce of its header");
    for script in page.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert!(tag.contains("nonce=") || tag.contains(app::wire::PACKED), "{tag}");
    }
}

#[tokio::test]
async fn nothing_leaves_the_title_of_a_page() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let label = "Roy & </title><b>Fils";
    let client = ClientDraft {
        reference: "C1".into(),
        label: label.into(),
        kind: "professional".into(),
        language: "fr".into(),
        ..ClientDraft::default()
    };
    let mut tx = house.fresh.pool.write().await.unwrap();
    let id = store::clients::add(&mut tx, &client.check().unwrap(), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let searched = format!("/recherche?q={}", model::access::next::encoded(label));
    for path in [searched, format!("/clients/{id}")] {
        let page = text(house.get_as(&cookie, &path).await).await;
        let title = page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0;
        assert!(title.contains("Roy &amp; &lt;/title&gt;&lt;b&gt;Fils"), "{path}: {title}");
        assert!(!page.contains("</title><b>"), "{path}");
    }
}

#[tokio::test]
async fn an_unknown_path_is_a_404_and_so_is_an_unknown_file() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let page = house.get_as(&cookie, "/nulle-part").await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(header(&page, "content-type").starts_with("text/html"));
    let file = house.get("/pkg/old.js").await;
    assert_eq!(file.status(), StatusCode::NOT_FOUND);
    assert!(file.headers().get("content-type").is_none_or(|kind| !kind.to_str().unwrap().contains("html")));
    for path in ["/api/nothing", "/nowhere"] {
        let form = support::ours(http::Method::POST, path, "application/x-www-form-urlencoded", "");
        assert_eq!(house.ask(form).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.get("/api/nothing").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn s21_a_panic_is_a_page_with_a_reference_and_nothing_else() {
    use axum::middleware::from_fn_with_state;
    use server::layers::{Transport, headers, note_panics, own_task};
    note_panics();
    let broken = axum::Router::new()
        .route("/", get(async || -> &'static str { panic!("SELECT secret FROM account") }))
        .layer(from_fn_with_state(tokio_util::task::TaskTracker::new(), own_task))
        .layer(from_fn_with_state(Transport::Http, headers));
    let request = Request::get("/").header("accept-language", "en").body(Body::empty()).unwrap();
    let response = broken.oneshot(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    let page = text(response).await;
    assert!(page.contains("Something went wrong") && !page.contains("SELECT"), "{page}");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Log {
    /// Level, route, who and status of each request so far.
    fn requests(&self) -> Vec<Value> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let told = lines.filter(|line| line["message"] == "request").inspect(|line| {
            assert!(line["ms"].is_u64() && line["span"]["id"].as_str().is_some_and(|id| id.len() == 8), "{line}");
        });
        told.map(|line| json!([line["level"], line["span"]["route"], line["span"]["user"], line["status"]])).collect()
    }
}

#[tokio::test]
async fn s59_a_request_has_a_line_with_its_route_and_never_with_its_path() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().with_env_filter(server::logs::filter("debug")).json().flatten_event(true);
    let listening = tracing::subscriber::set_default(lines.with_writer(move || writer.clone()).finish());
    house.get("/invitation?jeton=none-of-ours").await;
    house.get_as(&cookie, "/clients/7?q=Durand").await;
    house.get_as(&cookie, "/durand").await;
    house.get("/pkg/nothing.js").await;
    let left = house.router.clone().oneshot(Request::get("/connexion").body(Body::empty()).unwrap());
    assert!(left.now_or_never().is_none(), "a client that leaves");
    house.requests.close();
    house.requests.wait().await;
    drop(listening);
    let wanted = [
        json!(["INFO", "/invitation", null, 200]),
        json!(["INFO", "/clients/{id}", 1, 404]),
        json!(["INFO", "none", 1, 404]),
        json!(["DEBUG", "/pkg/{*rest}", null, 404]),
        json!(["INFO", "/connexion", null, 200]),
    ];
    assert_eq!(log.requests(), wanted);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(!text.contains("none-of-ours") && !text.to_lowercase().contains("durand"), "{text}");
}
