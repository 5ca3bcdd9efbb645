//! What the log must not know of a request and its answer: secrets that were handed out or in, and what people wrote (S59).

use axum::{
    body::{Body, HttpBody},
    response::Response,
};
use http::{HeaderMap, Request, header};
use serde_json::Value;
use store::testing::quiet;

/// Fields whose names hold one of these are a person's own words.
const PRIVATE: [&str; 5] = ["subject", "body", "text", "note", "comment"];
const SECRET: [&str; 3] = ["password", "token", "secret"];
/// Before the token of a one-time link.
const LINK: &str = "jeton=";

/// What this request holds; it goes on as it was. Bodies that come piece by piece are left alone.
pub async fn asked(request: Request<Body>) -> Request<Body> {
    let (head, body) = request.into_parts();
    for pair in values(&head.headers, header::COOKIE).flat_map(|value| value.split(';')) {
        session(pair);
    }
    for value in values(&head.headers, header::AUTHORIZATION) {
        quiet::secret("a token", value.split_once(' ').map_or(value, |(_, token)| token));
    }
    read(&head.uri.to_string());
    let kind = values(&head.headers, header::CONTENT_TYPE).next().unwrap_or_default();
    let form_or_json = kind.ends_with("json") || kind.ends_with("urlencoded");
    if !form_or_json || body.size_hint().exact().is_none() {
        return Request::from_parts(head, body);
    }
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    match serde_json::from_slice(&bytes) {
        Ok(value) if kind.ends_with("json") => json("", &value),
        _ => form(&String::from_utf8_lossy(&bytes)),
    }
    Request::from_parts(head, Body::from(bytes))
}

/// The cookies that it sets.
pub fn answered(response: Response) -> Response {
    for cookie in values(response.headers(), header::SET_COOKIE) {
        session(cookie.split(';').next().unwrap_or_default());
    }
    response
}

/// Other cookies hold a language, or a width.
fn session(pair: &str) {
    if let Some((_, value)) = pair.split_once('=').filter(|(name, _)| name.trim().ends_with("bonport")) {
        quiet::secret("a session", value);
    }
}

/// One-time links in a page, a mail or an address.
pub fn read(text: &str) {
    for (at, _) in text.match_indices(LINK) {
        let token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        quiet::secret("a link", text[at + LINK.len()..].split(|c| !token(c)).next().unwrap_or_default());
    }
}

fn values(headers: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok())
}

fn form(body: &str) {
    for (name, value) in body.split('&').filter_map(|pair| pair.split_once('=')) {
        field(name, &decoded(value));
    }
}

fn json(name: &str, value: &Value) {
    match value {
        Value::String(text) => field(name, text),
        Value::Array(all) => all.iter().for_each(|one| json(name, one)),
        Value::Object(all) => all.iter().for_each(|(name, one)| json(name, one)),
        _ => {}
    }
}

fn field(name: &str, value: &str) {
    if SECRET.iter().any(|part| name.contains(part)) {
        quiet::secret("a password or token", value);
    } else if PRIVATE.iter().any(|part| name.contains(part)) {
        quiet::private("what somebody wrote", value);
    }
}

/// `a+b%C3%A9` is `a bé`.
fn decoded(value: &str) -> String {
    let (mut bytes, mut rest) = (vec![], value.bytes());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                u8::from_str_radix(&String::from_utf8_lossy(&digits), 16).unwrap_or(b'?')
            }
            byte => byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
