//! Pages for what should not have happened: a reference to tell us, nothing of the cause (S21). They need no database.

use crate::site::STYLE;
use app::{facts::find, words::Words};
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, StatusCode};

/// Eight hexadecimal digits, in the log and on the page.
pub fn reference() -> String {
    let mut bytes = [0; 4];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    model::hex(&bytes)
}

/// 500, in the reader's language.
pub fn page(headers: &HeaderMap, reference: &str) -> Response {
    let words = words(headers);
    say(StatusCode::INTERNAL_SERVER_ERROR, words, words.broken_title(), &words.broken_text(reference))
}

/// 503: the database is locked, full or away; worth trying again.
pub fn busy(headers: &HeaderMap) -> Response {
    let words = words(headers);
    say(StatusCode::SERVICE_UNAVAILABLE, words, words.broken_busy_title(), words.broken_busy_text())
}

/// Neither user nor settings are known.
fn words(headers: &HeaderMap) -> Words {
    Words(find::language(headers).unwrap_or_default())
}

fn say(status: StatusCode, words: Words, title: &str, text: &str) -> Response {
    let (code, retry) = (words.0.code(), words.act_retry());
    let page = format!(
        "<!DOCTYPE html><html lang={code}><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>{title}</title><link rel=stylesheet href=\"{STYLE}\">\
         <main class=page><h1>{title}</h1><p>{text}</p><p><a class=btn href=\"\">{retry}</a></p></main></html>"
    );
    (status, Html(page)).into_response()
}
