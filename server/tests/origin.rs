//! Who may ask for what: same origin, content type, methods (S13–S16), for every server function there is.
#![allow(clippy::unwrap_used)]

mod support;

use axum::{body::Body, response::Response};
use http::{Method, Request, StatusCode};
use model::UserRole;
use support::{House, URL, house, ours};

const FORM: &str = "application/x-www-form-urlencoded";

fn functions() -> Vec<(&'static str, Method)> {
    server_fn::axum::server_fn_paths().collect()
}

async fn from(house: &House, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::post(path).header("host", "bonport.example").header("content-type", FORM);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    house.ask(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn s13_no_server_function_answers_to_another_site() {
    let house = house().await;
    assert!(!functions().is_empty());
    for (path, _) in functions() {
        for foreign in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site"), ("origin", URL)],
            &[("sec-fetch-site", "cross-site"), ("authorization", "Bearer x"), ("cookie", "a=b")],
            &[("origin", "https://evil.example")],
            &[("origin", "http://bonport.example")],
            &[("origin", "null")],
            &[],
        ] {
            let answer = from(&house, path, foreign).await;
            assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {foreign:?}");
        }
        for own in [&[("sec-fetch-site", "same-origin")][..], &[("origin", URL)]] {
            let answer = from(&house, path, own).await;
            let by_the_layer =
                answer.status() == StatusCode::FORBIDDEN && !answer.headers().contains_key("serverfnerror");
            assert!(!by_the_layer, "{path} {own:?}");
        }
    }
}

#[tokio::test]
async fn s13_no_other_handler_changes_anything_for_another_site() {
    let house = house().await;
    let unsafe_ones: Vec<_> =
        server::streams::paths().into_iter().filter(|(method, _)| *method != Method::GET).collect();
    assert_eq!(unsafe_ones.len(), 6);
    for (_, path) in unsafe_ones {
        let address = path.replace("{draft}", "1").replace("{id}", "1");
        for foreign in [&[("sec-fetch-site", "cross-site")][..], &[("origin", "https://evil.example")], &[]] {
            assert_eq!(from(&house, &address, foreign).await.status(), StatusCode::FORBIDDEN, "{path} {foreign:?}");
        }
        assert_ne!(from(&house, &address, &[("origin", URL)]).await.status(), StatusCode::FORBIDDEN, "{path}");
        let text = ours(Method::POST, &address, "text/plain", "client=1&idem_key=k");
        assert_eq!(house.ask(text).await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "S15 {path}");
    }
}

#[tokio::test]
async fn s14_no_server_function_answers_to_get() {
    let house = house().await;
    for (path, method) in functions() {
        assert_eq!(method, Method::POST, "{path}");
        assert_eq!(house.get(path).await.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn s15_no_server_function_takes_plain_text() {
    let house = house().await;
    for (path, _) in functions() {
        for kind in
            ["text/plain", "text/plain; charset=application/json", "multipart/form-data; boundary=x", "", "\u{1}"]
        {
            let mut request = ours(Method::POST, path, "x", "{}");
            match kind.parse() {
                Ok(kind) => drop(request.headers_mut().insert("content-type", kind)),
                Err(_) => drop(request.headers_mut().remove("content-type")),
            }
            let answer = house.ask(request).await;
            assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{path} {kind:?}");
        }
    }
}

#[tokio::test]
async fn s16_another_site_may_not_listen_to_events() {
    let house = house().await;
    let streams: Vec<_> = server::streams::paths()
        .into_iter()
        .filter(|(method, path)| *method == Method::GET && path.ends_with("direct"))
        .collect();
    assert_eq!(streams.len(), 2);
    let cookie = house.signed_in(UserRole::Member).await;
    for (_, path) in streams {
        let address = path.replace("{batch}", "1");
        let listen = |name: &str, value: &str, accept: &str| {
            let request = Request::get(&address).header("host", "bonport.example").header("cookie", &cookie);
            request.header(name, value).header("accept", accept).body(Body::empty()).unwrap()
        };
        for accept in ["text/event-stream", "*/*", "text/html, text/event-stream"] {
            for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
                let answer = house.ask(listen(name, value, accept)).await;
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path} {name} {accept}");
            }
            assert_eq!(house.ask(listen("origin", URL, accept)).await.status(), StatusCode::OK, "{path} {accept}");
        }
    }
}

#[tokio::test]
async fn s45_a_body_over_the_limit_is_413() {
    let house = house().await;
    let (path, _) = functions()[0];
    let long = format!("x={}", "a".repeat(3_000_000));
    let answer = house.ask(ours(Method::POST, path, FORM, &long)).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE, "{path}");
}

/// A plain form goes back to where it stood, and that is with us.
#[tokio::test]
async fn s13_a_referer_of_another_site_is_nowhere_to_go_back_to() {
    let house = house().await;
    for (referer, back) in [("https://evil.example/x", false), (&format!("{URL}/connexion")[..], true)] {
        let headers = [("sec-fetch-site", "same-origin"), ("accept", "text/html"), ("referer", referer)];
        let answer = from(&house, "/api/access/sign-in", &headers).await;
        let to = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        assert!(!to.contains("evil") && to.contains("/connexion") == back, "{referer}: {to}");
    }
}
