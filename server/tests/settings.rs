//! Users, passwords, links, accounts (E18–E20), through the whole router.
#![allow(clippy::unwrap_used)]

mod support;

use app::access::commands::{self, Addition};
use axum::{body::Body, response::Response};
use http::{Request, StatusCode, header};
use model::{Secret, UserRole};
use support::{House, encoded, house, posted, text};

const PHRASE: &str = "un mot de passe bien long";
const MARIE: &str = "marie@acme.example";
const JEAN: &str = "jean@acme.example";

/// Marie is the administrator, Jean a member; the cookie is Marie's.
async fn maries() -> (House, String) {
    let house = house().await;
    for (email, role) in [(MARIE, UserRole::Administrator), (JEAN, UserRole::Member)] {
        let new = Addition { email: email.into(), name: None, role, password: Secret::new(PHRASE) };
        commands::add_user(&house.fresh.pool, &new).await.unwrap();
    }
    let cookie = session(&house, MARIE, PHRASE).await;
    (house, cookie)
}

fn post(path: &str, cookie: &str, fields: &[(&str, &str)]) -> Request<Body> {
    posted(cookie, path, &encoded(fields))
}

async fn session(house: &House, email: &str, password: &str) -> String {
    let fields = [("email", email), ("password", password)];
    let response = house.ask(post("/api/access/sign-in", "none=0", &fields)).await;
    assert_eq!(response.status(), StatusCode::OK, "{email} comes in");
    cookie(&response)
}

fn cookie(response: &Response) -> String {
    let set = response.headers()[header::SET_COOKIE].to_str().unwrap();
    set.split(';').next().unwrap().to_owned()
}

async fn is_in(house: &House, cookie: &str) -> bool {
    house.get_as(cookie, "/aide").await.status() == StatusCode::OK
}

/// The id that the list gives to somebody.
async fn id_of(house: &House, email: &str) -> String {
    let all = commands::list_users(&house.fresh.pool).await.unwrap();
    all.iter().find(|user| user.email == email).unwrap().id.to_string()
}

async fn act(house: &House, cookie: &str, email: &str, act: &str, version: &str) -> Response {
    let id = id_of(house, email).await;
    house.ask(post("/api/settings/user", cookie, &[("user", &id), ("act", act), ("version", version)])).await
}

/// The token of the link in an answer.
async fn token(response: Response) -> String {
    assert_eq!(response.status(), StatusCode::OK);
    let answer = text(response).await;
    answer.split("jeton=").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn s06_another_password_gives_a_new_session_and_ends_the_others() {
    let (house, cookie_here) = maries().await;
    let elsewhere = session(&house, MARIE, PHRASE).await;
    let change = |current: &'static str, new: &'static str| {
        let fields = [("current", current), ("password", new), ("again", new)];
        house.ask(post("/api/settings/password", &cookie_here, &fields))
    };
    let wrong = change("pas celui-là du tout", "encore une phrase longue").await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(wrong).await.contains("WrongPassword"));
    let weak = change(PHRASE, "motdepasse2026").await;
    assert!(text(weak).await.contains("TooCommon"));
    assert!(is_in(&house, &cookie_here).await && is_in(&house, &elsewhere).await, "nothing was changed");
    let changed = change(PHRASE, "encore une phrase longue").await;
    assert_eq!(changed.status(), StatusCode::OK);
    assert!(is_in(&house, &cookie(&changed)).await);
    assert!(!is_in(&house, &cookie_here).await && !is_in(&house, &elsewhere).await);
    session(&house, MARIE, "encore une phrase longue").await;
}

#[tokio::test]
async fn s06_another_role_ends_the_sessions_of_that_person() {
    let (house, marie) = maries().await;
    let jean = session(&house, JEAN, PHRASE).await;
    assert_eq!(act(&house, &marie, JEAN, "administrator", "1").await.status(), StatusCode::OK);
    assert!(!is_in(&house, &jean).await);
    let jean = session(&house, JEAN, PHRASE).await;
    assert_eq!(house.get_as(&jean, "/parametres/utilisateurs").await.status(), StatusCode::OK);
    let herself = act(&house, &marie, MARIE, "member", "1").await;
    assert_eq!(herself.status(), StatusCode::OK);
    let marie = cookie(&herself);
    assert!(is_in(&house, &marie).await, "her own session goes on under a new id");
    assert_eq!(house.get_as(&marie, "/parametres/utilisateurs").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn p53_the_last_administrator_stays_and_p12_holds() {
    let (house, marie) = maries().await;
    let refused = act(&house, &marie, MARIE, "member", "1").await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text(refused).await.contains("last_administrator"));
    assert_eq!(act(&house, &marie, MARIE, "disable", "1").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(act(&house, &marie, JEAN, "administrator", "7").await.status(), StatusCode::CONFLICT);
    assert!(is_in(&house, &marie).await);
}

#[tokio::test]
async fn a_disabled_person_is_out_until_enabled() {
    let (house, marie) = maries().await;
    let jean = session(&house, JEAN, PHRASE).await;
    assert_eq!(act(&house, &marie, JEAN, "disable", "1").await.status(), StatusCode::OK);
    assert!(!is_in(&house, &jean).await);
    assert_eq!(act(&house, &marie, JEAN, "enable", "2").await.status(), StatusCode::OK);
    assert!(!is_in(&house, &jean).await, "the session of before stays ended");
    session(&house, JEAN, PHRASE).await;
}

#[tokio::test]
async fn s10_an_invitation_is_accepted_once_and_the_newest_counts() {
    let (house, marie) = maries().await;
    let fields = [("email", "zoe@acme.example"), ("name", ""), ("role", "member")];
    let first = token(house.ask(post("/api/settings/invite", &marie, &fields)).await).await;
    let taken = house.ask(post("/api/settings/invite", &marie, &fields)).await;
    assert!(text(taken).await.contains("Invited"), "and « Inviter à nouveau » is in its menu");
    let newest = token(act(&house, &marie, "zoe@acme.example", "invite", "1").await).await;
    let accept = |token: &str| {
        let fields = [
            ("token", token),
            ("name", "Zoé"),
            ("password", "quatre mots bien longs"),
            ("again", "quatre mots bien longs"),
        ];
        post("/api/access/accept", "none=0", &fields)
    };
    assert_eq!(house.ask(accept(&first)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let accepted = house.ask(accept(&newest)).await;
    assert_eq!(accepted.status(), StatusCode::OK);
    assert!(is_in(&house, &cookie(&accepted)).await);
    assert_eq!(house.ask(accept(&newest)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn s07_s10_a_link_to_a_new_password_works_once_ends_sessions_and_is_kept_as_a_hash() {
    let (house, marie) = maries().await;
    let jean = session(&house, JEAN, PHRASE).await;
    let old = token(act(&house, &marie, JEAN, "reset", "1").await).await;
    let newest = token(act(&house, &marie, JEAN, "reset", "1").await).await;
    let file = house.fresh.url.trim_start_matches("sqlite:").to_owned();
    for end in ["", "-wal"] {
        let bytes = std::fs::read(format!("{file}{end}")).unwrap_or_default();
        assert!(!bytes.windows(newest.len()).any(|window| window == newest.as_bytes()), "S07");
    }
    let reset = |token: &str| {
        let fields = [("token", token), ("password", "quatre mots bien longs"), ("again", "quatre mots bien longs")];
        post("/api/access/reset", "none=0", &fields)
    };
    assert_eq!(house.ask(reset(&old)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.ask(reset(&newest)).await.status(), StatusCode::OK);
    assert_eq!(house.ask(reset(&newest)).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!is_in(&house, &jean).await);
    session(&house, JEAN, "quatre mots bien longs").await;
}

#[tokio::test]
async fn s10_asking_for_a_link_is_answered_the_same_for_every_address() {
    let (house, marie) = maries().await;
    let ask = async |email: &str| {
        let response = house.ask(post("/api/access/forgotten", "none=0", &[("email", email)])).await;
        (response.status(), text(response).await)
    };
    assert_eq!(ask(MARIE).await, ask("nobody@acme.example").await);
    assert!(ask(MARIE).await.1.contains("not_sent"), "no account can send: said, whoever asks");
    let account = [("organisation", "true"), ("act", "save"), ("transport", "test_mailbox"), ("from_address", MARIE)];
    assert_eq!(house.ask(post("/api/settings/account", &marie, &account)).await.status(), StatusCode::OK);
    let known = ask(MARIE).await;
    assert_eq!(known.0, StatusCode::OK);
    assert_eq!(known, ask("nobody@acme.example").await);
}

#[tokio::test]
async fn s27_a_password_of_an_account_goes_in_and_never_out() {
    let (house, marie) = maries().await;
    let secret = "le secret du serveur";
    let account = [
        ("organisation", "true"),
        ("act", "save"),
        ("host", "smtp.maison.example"),
        ("port", "465"),
        ("security", "tls"),
        ("login", "compta"),
        ("smtp_password", secret),
        ("from_address", "compta@maison.example"),
    ];
    assert_eq!(house.ask(post("/api/settings/account", &marie, &account)).await.status(), StatusCode::OK);
    let page = text(house.get_as(&marie, "/parametres/societe").await).await;
    assert!(page.contains("smtp.maison.example") && page.contains("Laissez vide pour le garder"));
    let answer = text(house.ask(post("/api/settings/company", &marie, &[])).await).await;
    assert!(answer.contains("\"has_password\":true"));
    assert!(!page.contains(secret) && !answer.contains(secret));
    let jean = session(&house, JEAN, PHRASE).await;
    let stolen = account.map(|(name, value)| (name, if name == "host" { "smtp.voleur.example" } else { value }));
    assert_eq!(house.ask(post("/api/settings/account", &jean, &stolen)).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn p12_the_later_of_two_saves_of_the_company_is_told() {
    let (house, marie) = maries().await;
    let save = |name: &'static str| {
        let fields = [
            ("organisation_name", name),
            ("time_zone", "Europe/Brussels"),
            ("language", "fr"),
            ("undo_seconds", "5"),
            ("version", "0"),
        ];
        house.ask(post("/api/settings/save-company", &marie, &fields))
    };
    assert_eq!(save("Maison").await.status(), StatusCode::OK);
    assert_eq!(save("Autre").await.status(), StatusCode::CONFLICT);
    let page = text(house.get_as(&marie, "/parametres/societe").await).await;
    assert!(page.contains("value=\"Maison\"") && page.contains("Europe/Brussels"));
}

/// S51–S53, S56: an account cannot be pointed into our own network, at another service's port, or say its password in clear; saving
/// and « Tester » refuse it alike, at its field, before anything is called.
#[tokio::test]
async fn s51_s56_an_account_in_a_private_network_or_in_clear_is_refused_at_its_field() {
    let (house, marie) = maries().await;
    let usual = ("smtp.maison.example", "465", "tls");
    for (host, port, security, field, problem) in [
        ("10.0.0.5", usual.1, usual.2, "host", "HostNotAllowed"),
        ("127.0.0.1", usual.1, usual.2, "host", "HostNotAllowed"),
        ("[::ffff:192.168.1.4]", usual.1, usual.2, "host", "HostNotAllowed"),
        ("0x7f.1", usual.1, usual.2, "host", "NotAHost"),
        ("169.254.169.254", usual.1, usual.2, "host", "HostNotAllowed"),
        ("a b", usual.1, usual.2, "host", "NotAHost"),
        (usual.0, "22", usual.2, "port", "HostNotAllowed"),
        (usual.0, "587", "none", "security", "EncryptionNeeded"),
    ] {
        for act in ["save", "test"] {
            let account = [
                ("organisation", "true"),
                ("act", act),
                ("host", host),
                ("port", port),
                ("security", security),
                ("from_address", "compta@maison.example"),
            ];
            let refused = house.ask(post("/api/settings/account", &marie, &account)).await;
            assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{act} {host}:{port}");
            let said = text(refused).await;
            assert!(said.contains(&format!("\"{field}\"")) && said.contains(problem), "{act} {host}:{port}: {said}");
        }
    }
    let answer = text(house.ask(post("/api/settings/company", &marie, &[])).await).await;
    assert!(!answer.contains("compta@maison.example"), "nothing was stored: {answer}");
}
