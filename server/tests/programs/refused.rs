//! Every refusal of `POST /api/documents`: what is said of it, and that nothing is left.

use crate::{
    office::{INVOICE, Office, PDF, body, json, office, request, wrong},
    support::ours,
};
use axum::body::Body;
use http::{Method, StatusCode, header};
use model::{SiteDraft, compose::FILE_MAX};

async fn nothing_came(office: &Office) {
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    assert_eq!(store::documents::count(&mut tx, office.desk.acme).await.unwrap(), 0);
}

/// P30: each wrong field with its code, all of them at once.
#[tokio::test]
async fn p30_every_wrong_field_is_told_at_once() {
    let office = office().await;
    let at = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())).collect()
    };
    let bad = [
        ("kind", "courrier"),
        ("number", ""),
        ("day", "hier"),
        ("amount", "1.204"),
        ("contact", "marie"),
        ("sit", "x"),
    ];
    let (status, said) = office.put_with(&bad).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let told = at(&[
        ("sit", "unknown_field"),
        ("kind", "not_a_choice"),
        ("number", "required"),
        ("day", "not_a_day"),
        ("amount", "not_an_amount"),
        ("contact", "not_an_address"),
    ]);
    assert_eq!(wrong(&said), told, "{said}");
    assert!(said["problems"][1]["message"].as_str().unwrap().contains("Choisissez"), "in words: {said}");

    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let site = SiteDraft { label: "Liège".into(), ..SiteDraft::default() }.check().unwrap();
    store::sites::add(&mut tx, office.desk.beta, &site, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    for (field, value, code) in [
        ("client", "", "required"),
        ("client", "C9", "unknown_client"),
        ("site", "Liège", "foreign_site"),
        ("contact", "paul@autre.example", "foreign_contact"),
        ("currency", "euro", "not_a_currency"),
        ("number", "a\u{1}b", "unprintable"),
    ] {
        let (status, said) = office.put_with(&[(field, value)]).await;
        assert_eq!((status, wrong(&said)), (StatusCode::UNPROCESSABLE_ENTITY, at(&[(field, code)])), "{value}");
    }
    let long = "9".repeat(5000);
    let (_, said) = office.put_with(&[("number", &long)]).await;
    assert!(wrong(&said).contains(&("number".into(), "too_long".into())), "{said}");
    let twice: Vec<(&str, &str)> = INVOICE.into_iter().chain([("number", "F-2")]).collect();
    let (status, said) = office.put(&twice, Some(("f.pdf", PDF))).await;
    assert_eq!((status, wrong(&said)), (StatusCode::UNPROCESSABLE_ENTITY, at(&[("number", "unknown_field")])));
    nothing_came(&office).await;
}

/// S39, S45: disguised, missing, empty and too large files.
#[tokio::test]
async fn s39_what_is_no_pdf_is_refused_and_s45_too_large_is_cut() {
    let office = office().await;
    for (file, code) in [
        (Some(("f.pdf", "MZ un programme")), "not_a_pdf"),
        (Some(("f.pdf", "<html>%PDF-1.7")), "not_a_pdf"),
        (Some(("f.pdf", "%PD")), "not_a_pdf"),
        (Some(("", "")), "file_needed"),
        (None, "file_needed"),
    ] {
        let (status, said) = office.put(&INVOICE, file).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{file:?}");
        assert_eq!(wrong(&said), [("file".to_owned(), code.to_owned())], "{file:?}");
    }
    let large = format!("%PDF-{}", "x".repeat(usize::try_from(FILE_MAX).unwrap()));
    let (status, said) = office.put(&INVOICE, Some(("f.pdf", &large))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(wrong(&said), [("file".to_owned(), "file_too_large".to_owned())]);
    let mut announced = request(&office.token, String::new());
    announced.headers_mut().insert(header::CONTENT_LENGTH, (FILE_MAX * 2).into());
    let (status, _) = json(office.desk.house.ask(announced).await).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE, "without reading on");
    // Behind a wrong file too, no more is read than a document may have.
    let disguised = format!("MZ{}", "x".repeat(usize::try_from(FILE_MAX + 128 * 1024).unwrap()));
    let (status, _) = office.put(&INVOICE, Some(("f.pdf", &disguised))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    // Encrypted or damaged behind its beginning: kept as it is.
    let (status, _) = office.put(&INVOICE, Some(("f.pdf", "%PDF-1.7 /Encrypt \u{0}"))).await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn what_is_no_whole_form_is_refused() {
    let office = office().await;
    let whole = body(&INVOICE, Some(("f.pdf", PDF)));
    let cut = whole[..whole.len() - 9].to_owned();
    let many: Vec<(&str, &str)> = (0..30).map(|_| ("a", "b")).collect();
    for sent in [cut, "nothing of the kind".into(), body(&many, None)] {
        let (status, said) = json(office.desk.house.ask(request(&office.token, sent)).await).await;
        assert_eq!((status, wrong(&said)[0].1.as_str()), (StatusCode::BAD_REQUEST, "malformed"));
    }
    let mut plain = request(&office.token, "{}".into());
    plain.headers_mut().insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
    assert_eq!(office.desk.house.ask(plain).await.status(), StatusCode::BAD_REQUEST);
    let mut text = request(&office.token, "{}".into());
    text.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    assert_eq!(office.desk.house.ask(text).await.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "S15");
    nothing_came(&office).await;
}

/// S13, S22: a session is no token, and a token with a cookie is a browser's.
#[tokio::test]
async fn s13_nobody_comes_in_but_by_a_token_alone() {
    let office = office().await;
    let whole = || body(&INVOICE, Some(("f.pdf", PDF)));
    for token in ["", "bonport_", "bonport_inconnu", &office.token[1..], &*format!("{}x", office.token)] {
        let answer = office.desk.house.ask(request(token, whole())).await;
        assert_eq!(answer.headers().get(header::WWW_AUTHENTICATE).map(|value| value.as_bytes()), Some(&b"Bearer"[..]));
        let (status, said) = json(answer).await;
        assert_eq!((status, wrong(&said)[0].1.as_str()), (StatusCode::UNAUTHORIZED, "unknown_token"), "{token}");
    }
    let cookie = office.desk.cookie.clone();
    let mut session = ours(Method::POST, "/api/documents", "multipart/form-data; boundary=x", &whole());
    session.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    assert_eq!(office.desk.house.ask(session).await.status(), StatusCode::UNAUTHORIZED);
    let mut both = request(&office.token, whole());
    both.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    assert_eq!(office.desk.house.ask(both).await.status(), StatusCode::FORBIDDEN);
    let got = http::Request::get("/api/documents").header(header::AUTHORIZATION, format!("Bearer {}", office.token));
    let status = office.desk.house.ask(got.body(Body::empty()).unwrap()).await.status();
    assert!(status == StatusCode::METHOD_NOT_ALLOWED || status == StatusCode::NOT_FOUND, "S14: {status}");
    nothing_came(&office).await;
}

/// S02: after ten refused tokens of a minute no other is looked at.
#[tokio::test]
async fn s02_guessing_tokens_is_slowed() {
    let office = office().await;
    let whole = || body(&INVOICE, Some(("f.pdf", PDF)));
    for n in 0..10 {
        let answer = office.desk.house.ask(request(&format!("bonport_{n}"), whole())).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    }
    let answer = office.desk.house.ask(request("bonport_x", whole())).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers().contains_key(header::RETRY_AFTER));
    let form = [("email", "a@b.example"), ("password", "faux")];
    let people = office.desk.send("/api/access/sign-in", &form).await;
    assert_eq!(people.status(), StatusCode::UNPROCESSABLE_ENTITY, "people still sign in");
}
