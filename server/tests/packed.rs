//! What our wasm gets is packed, what others get is JSON, and a wasm of another build is sent away.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod support;

use app::{
    contacts::api::{ContactsList, Directory, LoadContactCard},
    error::AppError,
    wire::{OUR_PACKED, PACKED, unpack},
};
use axum::{body::to_bytes, response::Response};
use http::{HeaderValue, Method, StatusCode, header};
use model::{ContactId, UserRole, listing::ContactsAsked};
use serde::Serialize;
use support::{House, house, ours};

const LIST: &str = "/api/contacts/list";
const CARD: &str = "/api/contacts/card";

#[tokio::test]
async fn an_answer_is_the_same_packed_and_as_json() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let asked = ContactsList { asked: ContactsAsked::default() };
    let packed = call(&house, &cookie, LIST, &asked, OUR_PACKED).await;
    assert_eq!((packed.status(), kind(&packed)), (StatusCode::OK, PACKED.into()));
    let json = call(&house, &cookie, LIST, &asked, "*/*").await;
    assert_eq!((json.status(), kind(&json)), (StatusCode::OK, "application/json".into()));
    let packed: Directory = unpack(&bytes(packed).await).unwrap();
    let json: Directory = serde_json::from_slice(&bytes(json).await).unwrap();
    assert_eq!(packed, json);
}

#[tokio::test]
async fn an_error_is_packed_too_and_keeps_its_status() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let asked = LoadContactCard { id: ContactId(999) };
    let packed = call(&house, &cookie, CARD, &asked, OUR_PACKED).await;
    assert_eq!((packed.status(), kind(&packed)), (StatusCode::NOT_FOUND, PACKED.into()));
    assert_eq!(unpack(&bytes(packed).await), Ok(AppError::NotFound));
    let json = call(&house, &cookie, CARD, &asked, "application/json").await;
    assert_eq!(json.status(), StatusCode::NOT_FOUND);
    assert_eq!(serde_json::from_slice::<AppError>(&bytes(json).await).unwrap(), AppError::NotFound);
}

#[tokio::test]
async fn a_file_is_answered_in_the_same_way() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    for (accept, status) in
        [(OUR_PACKED, StatusCode::NOT_FOUND), ("application/x-postcard; of=0", StatusCode::BAD_REQUEST)]
    {
        let mut request = ours(Method::POST, "/ecrire/999/fichiers?nom=a.txt", "application/octet-stream", "a");
        request.headers_mut().insert(header::COOKIE, HeaderValue::try_from(&cookie).unwrap());
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(accept));
        let answer = house.ask(request).await;
        assert_eq!(answer.status(), status, "{accept}");
        let packed = unpack::<AppError>(&bytes(answer).await);
        assert_eq!(packed.is_ok(), accept == OUR_PACKED);
    }
}

/// A tab left open over an update: it reads the status, which says « Rechargez la page ».
#[tokio::test]
async fn a_wasm_of_another_build_is_told_to_load_its_page_anew() {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Member).await;
    let asked = ContactsList { asked: ContactsAsked::default() };
    let answer = call(&house, &cookie, LIST, &asked, "application/x-postcard; of=0123456789abcdef").await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(unpack::<AppError>(&bytes(answer).await).is_err());
    assert_eq!(AppError::of_status(400), AppError::Malformed);
}

async fn call<T: Serialize>(house: &House, cookie: &str, path: &str, asked: &T, accept: &'static str) -> Response {
    let mut request = ours(Method::POST, path, "application/json", &serde_json::to_string(asked).unwrap());
    request.headers_mut().insert(header::COOKIE, HeaderValue::try_from(cookie).unwrap());
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static(accept));
    house.ask(request).await
}

fn kind(answer: &Response) -> String {
    answer.headers()[header::CONTENT_TYPE].to_str().unwrap().to_owned()
}

async fn bytes(answer: Response) -> Vec<u8> {
    to_bytes(answer.into_body(), usize::MAX).await.unwrap().into()
}
