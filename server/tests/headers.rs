//! The headers of every answer (S17–S19).
#![allow(clippy::unwrap_used)]

mod support;

use axum::{body::Body, response::Response, routing::get};
use http::{Request, StatusCode};
use model::{ClientDraft, UserRole};
use support::{house, text};

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
    let response = tower::ServiceExt::oneshot(broken, request).await.unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    let page = text(response).await;
    assert!(page.contains("Something went wrong") && !page.contains("SELECT"), "{page}");
}
