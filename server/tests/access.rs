//! Who may come in (S01–S12, S20), through the whole router.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod support;

use app::access::{
    ClientAddress,
    commands::{self, Addition},
};
use axum::{body::Body, response::Response};
use http::{Method, Request, StatusCode, header};
use model::{EmailAddress, Secret, UserRole};
use std::{
    net::IpAddr,
    time::{Duration, Instant},
};
use store::{testing, users};
use support::{House, house, ours, text};

const FORM: &str = "application/x-www-form-urlencoded";
const PHRASE: &str = "un mot de passe bien long";
const MARIE: &str = "marie@acme.example";

fn addition(email: &str, password: &str) -> Addition {
    Addition { email: email.into(), name: None, role: UserRole::Administrator, password: Secret::new(password) }
}

/// A house where Marie is the administrator.
async fn maries() -> House {
    let house = house().await;
    commands::add_user(&house.fresh.pool, &addition(MARIE, PHRASE)).await.unwrap();
    house
}

fn sign_in(email: &str, password: &str) -> Request<Body> {
    let body = format!("email={email}&password={}", password.replace(' ', "+"));
    ours(Method::POST, "/api/access/sign-in", FORM, &body)
}

fn from(mut request: Request<Body>, address: &str) -> Request<Body> {
    request.extensions_mut().insert(ClientAddress(address.parse::<IpAddr>().unwrap()));
    request
}

fn with(mut request: Request<Body>, name: header::HeaderName, value: &str) -> Request<Body> {
    request.headers_mut().insert(name, value.parse().unwrap());
    request
}

/// As a browser without the wasm sends a form of this page.
fn plain(request: Request<Body>, page: &str) -> Request<Body> {
    let page = format!("{}{page}", support::URL);
    with(with(request, header::ACCEPT, "text/html,*/*"), header::REFERER, &page)
}

/// The `name=value` of the session that an answer opened or ended.
fn cookie(response: &Response) -> String {
    let cookies = response.headers().get_all(header::SET_COOKIE);
    let ours =
        cookies.iter().filter_map(|value| value.to_str().ok()).find(|value| value.starts_with("__Host-bonport="));
    ours.and_then(|value| value.split(';').next()).expect("an answer with our cookie").to_owned()
}

fn location(response: &Response) -> &str {
    response.headers()[header::LOCATION].to_str().unwrap()
}

/// A session of Marie.
async fn maries_session(house: &House) -> String {
    let response = house.ask(sign_in(MARIE, PHRASE)).await;
    assert_eq!(response.status(), StatusCode::OK);
    cookie(&response)
}

async fn is_in(house: &House, cookie: &str) -> bool {
    house.get_as(cookie, "/aide").await.status() == StatusCode::OK
}

#[tokio::test]
async fn s01_unknown_and_wrong_look_the_same_and_take_the_same_time() {
    let house = maries().await;
    let attempt = async |email: &str| {
        let begun = Instant::now();
        let response = house.ask(sign_in(email, "pas le bon mot de passe")).await;
        (response.status(), text(response).await, begun.elapsed())
    };
    attempt("first@acme.example").await;
    let (known, unknown) = (attempt(MARIE).await, attempt("nobody@acme.example").await);
    assert_eq!((known.0, &known.1), (unknown.0, &unknown.1));
    assert_eq!(known.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (short, long) = (known.2.min(unknown.2), known.2.max(unknown.2));
    assert!(short * 4 > long, "one of them did not verify a hash: {short:?} and {long:?}");
}

#[tokio::test]
async fn s02_the_eleventh_bad_sign_in_of_an_address_is_told_when_to_come_back() {
    let house = maries().await;
    for n in 0..10 {
        let request = from(sign_in(&format!("n{n}@acme.example"), "faux"), "192.0.2.1");
        assert_eq!(house.ask(request).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let refused = house.ask(from(sign_in(MARIE, PHRASE), "192.0.2.1")).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let seconds: i64 = refused.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(house.ask(from(sign_in(MARIE, PHRASE), "192.0.2.2")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn s02_the_owner_of_an_account_under_attack_still_comes_in() {
    let house = maries().await;
    for n in 0..5 {
        house.ask(from(sign_in(MARIE, "faux"), &format!("192.0.2.{n}"))).await;
    }
    let begun = Instant::now();
    assert_eq!(house.ask(from(sign_in(MARIE, PHRASE), "198.51.100.7")).await.status(), StatusCode::OK);
    let slowed = begun.elapsed();
    assert!(slowed >= Duration::from_millis(250), "the account is slowed");
    let begun = Instant::now();
    assert_eq!(house.ask(from(sign_in(MARIE, PHRASE), "198.51.100.7")).await.status(), StatusCode::OK);
    assert!(begun.elapsed() < slowed, "its owner came in: no longer");
}

#[tokio::test]
async fn s04_a_megabyte_is_refused_like_any_wrong_password() {
    let house = maries().await;
    let long = "a".repeat(1_000_000);
    assert_eq!(house.ask(sign_in(MARIE, &long)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn s05_the_command_line_keeps_the_rules_of_the_browser() {
    let fresh = testing::sqlite().await;
    commands::add_user(&fresh.pool, &addition(MARIE, PHRASE)).await.unwrap();
    let again = commands::add_user(&fresh.pool, &addition("MARIE@acme.example", PHRASE)).await.unwrap_err();
    assert!(again.contains("already a user"), "{again}");
    for (email, password) in [("marie", PHRASE), ("jean@acme.example", "court"), ("jean@acme.example", "motdepasse123")]
    {
        assert!(commands::add_user(&fresh.pool, &addition(email, password)).await.is_err(), "{email} {password}");
    }
    let all = commands::list_users(&fresh.pool).await.unwrap();
    assert_eq!(all.iter().map(|user| user.name.as_str()).collect::<Vec<_>>(), [MARIE]);
    let another = Secret::new("encore une phrase");
    assert_eq!(commands::set_password(&fresh.pool, MARIE, &another).await, Ok(0));
    assert!(commands::set_password(&fresh.pool, "jean@acme.example", &another).await.is_err());
}

#[tokio::test]
async fn s06_signing_in_again_and_signing_out_end_the_session_on_the_server() {
    let house = maries().await;
    let first = maries_session(&house).await;
    assert!(is_in(&house, &first).await);
    let again = house.ask(with(sign_in(MARIE, PHRASE), header::COOKIE, &first)).await;
    let second = cookie(&again);
    assert_ne!(first, second);
    assert!(!is_in(&house, &first).await && is_in(&house, &second).await);
    let out = ours(Method::POST, "/api/access/sign-out", FORM, "");
    let out = house.ask(with(out, header::COOKIE, &second)).await;
    assert_eq!(cookie(&out), "__Host-bonport=");
    assert!(!is_in(&house, &second).await, "the cookie of before is worth nothing");
}

#[tokio::test]
async fn s06_another_password_ends_every_session() {
    let house = maries().await;
    let (one, two) = (maries_session(&house).await, maries_session(&house).await);
    let ended = commands::set_password(&house.fresh.pool, MARIE, &Secret::new("encore une phrase")).await;
    assert_eq!(ended, Ok(2));
    assert!(!is_in(&house, &one).await && !is_in(&house, &two).await);
}

#[tokio::test]
async fn s07_no_token_stands_in_the_database() {
    let house = maries().await;
    let session = maries_session(&house).await;
    let token = session.trim_start_matches("__Host-bonport=");
    assert!(token.len() >= 22, "128 bits or more");
    let file = house.fresh.url.trim_start_matches("sqlite:").to_owned();
    let holds = |what: &str| {
        ["", "-wal"]
            .iter()
            .filter_map(|end| std::fs::read(format!("{file}{end}")).ok())
            .any(|bytes| bytes.windows(what.len()).any(|window| window == what.as_bytes()))
    };
    assert!(holds(MARIE), "the search finds what is there");
    assert!(!holds(token));
}

#[tokio::test]
async fn s08_the_cookie_is_for_this_host_over_tls_and_not_for_scripts() {
    let house = maries().await;
    let response = house.ask(sign_in(MARIE, PHRASE)).await;
    let set = response.headers()[header::SET_COOKIE].to_str().unwrap();
    for part in ["__Host-bonport=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=604800"] {
        assert!(set.contains(part), "{part} in {set}");
    }
    assert!(!set.contains("Domain"));
}

#[tokio::test]
async fn s20_next_stays_here() {
    let house = maries().await;
    for (next, to) in
        [("%2F%2Fevil.example", "/"), ("https%3A%2F%2Fevil.example", "/"), ("%2Fclients%3Fq%3Da", "/clients?q=a")]
    {
        let body = format!("email={MARIE}&password={}&next={next}", PHRASE.replace(' ', "+"));
        let request = plain(ours(Method::POST, "/api/access/sign-in", FORM, &body), "/connexion");
        let response = house.ask(request).await;
        assert_eq!((response.status(), location(&response)), (StatusCode::FOUND, to));
        let session = cookie(&response);
        let there = house.get_as(&session, &format!("/connexion?next={next}")).await;
        assert_eq!(location(&there), to);
    }
}

#[tokio::test]
async fn a_page_asks_for_a_sign_in_and_is_come_back_to() {
    let house = maries().await;
    let response = house.get("/clients?q=a%20b").await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(location(&response), "/connexion?next=/clients%3Fq%3Da%2520b");
    assert_eq!(location(&house.get("/").await), "/connexion");
    assert_eq!(house.get("/connexion").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn without_the_wasm_a_wrong_password_is_said_on_the_page() {
    let house = maries().await;
    let response = house.ask(plain(sign_in(MARIE, "faux"), "/connexion?next=%2Fclients")).await;
    assert_eq!(response.status(), StatusCode::FOUND);
    let back = location(&response).trim_start_matches(support::URL).to_owned();
    assert!(back.starts_with("/connexion?next=%2Fclients&"), "{back}");
    let page = text(house.get(&back).await).await;
    assert!(page.contains("ne correspond pas") && page.contains("role=\"alert\""));
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once_and_cannot_come_back() {
    let house = maries().await;
    commands::add_user(&house.fresh.pool, &addition("jean@acme.example", PHRASE)).await.unwrap();
    let session = maries_session(&house).await;
    let mut tx = house.fresh.pool.write().await.unwrap();
    let marie = users::find_by_email(&mut tx, &EmailAddress::parse(MARIE).unwrap()).await.unwrap().unwrap();
    users::disable(&mut tx, marie.id, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!is_in(&house, &session).await);
    assert_eq!(house.ask(sign_in(MARIE, PHRASE)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
}
