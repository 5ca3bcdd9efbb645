//! What somebody else changes while an act is under way (S06, S12).
#![allow(clippy::unwrap_used)]

mod support;

use app::access::commands::{self, Addition};
use axum::body::Body;
use futures_util::{StreamExt, stream};
use http::{Method, StatusCode};
use model::{EmailAddress, Secret, UserRole};
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use store::{sessions, testing, users};
use support::{house, house_on, ours, posted, text};
use tokio::sync::oneshot;

const FORM: &str = "application/x-www-form-urlencoded";
const MARIE: &str = "marie@acme.example";

fn marie() -> Addition {
    let password = Secret::new("un mot de passe bien long");
    Addition { email: MARIE.into(), name: None, role: UserRole::Administrator, password }
}

#[tokio::test]
async fn s06_a_sign_in_under_way_does_not_outlive_the_password_it_was_judged_by() {
    let house = house_on(testing::postgres().await).await;
    commands::add_user(&house.fresh.pool, &marie()).await.unwrap();
    let mut tx = house.fresh.pool.write().await.unwrap();
    let marie = users::find_by_email(&mut tx, &EmailAddress::parse(MARIE).unwrap()).await.unwrap().unwrap();
    users::change_password(&mut tx, marie.id, "another", app::clock::now()).await.unwrap();
    sessions::remove_all(&mut tx, marie.id, None).await.unwrap();

    let body = format!("email={MARIE}&password=un+mot+de+passe+bien+long");
    let request = ours(Method::POST, "/api/access/sign-in", FORM, &body);
    let router = house.router.clone();
    let signing_in = tokio::spawn(async move { tower::ServiceExt::oneshot(router, request).await.unwrap() });
    // The old password is judged to be right; then it waits for the new one, which is not committed.
    while testing::waiting(&house.fresh.pool).await.unwrap() == 0 && !signing_in.is_finished() {
        // Nothing tells that somebody waits: each look is a question to the database.
        tokio::task::yield_now().await;
    }
    tx.commit().await.unwrap();
    assert_eq!(signing_in.await.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn s12_the_set_up_page_is_gone_once_somebody_was_added_from_the_command_line() {
    let house = house().await;
    let services = support::services(&house.fresh, &house.keys).await;
    let page = app::access::first_start(&services).await.unwrap().expect("nobody can sign in yet");
    commands::add_user(&house.fresh.pool, &marie()).await.unwrap();
    let shown = text(house.get(page.trim_start_matches(support::URL)).await).await;
    assert!(shown.contains("ne fonctionne plus"), "{shown}");
}

/// A change of one's own password that was judged before a reset does not undo the reset.
#[tokio::test]
async fn s06_s10_a_change_of_password_under_way_does_not_outlive_another_one() {
    let house = house_on(testing::postgres().await).await;
    commands::add_user(&house.fresh.pool, &marie()).await.unwrap();
    let body = format!("email={MARIE}&password=un+mot+de+passe+bien+long");
    let entered = house.ask(ours(Method::POST, "/api/access/sign-in", FORM, &body)).await;
    let cookie = entered.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let mut tx = house.fresh.pool.write().await.unwrap();
    let marie = users::find_by_email(&mut tx, &EmailAddress::parse(MARIE).unwrap()).await.unwrap().unwrap();
    users::change_password(&mut tx, marie.id, "another", app::clock::now()).await.unwrap();
    sessions::remove_all(&mut tx, marie.id, None).await.unwrap();

    let new = "encore+une+phrase+longue";
    let body = format!("current=un+mot+de+passe+bien+long&password={new}&again={new}");
    let request = posted(&cookie, "/api/settings/password", &body);
    let router = house.router.clone();
    let changing = tokio::spawn(async move { tower::ServiceExt::oneshot(router, request).await.unwrap() });
    while testing::waiting(&house.fresh.pool).await.unwrap() == 0 && !changing.is_finished() {
        tokio::task::yield_now().await;
    }
    tx.commit().await.unwrap();
    assert_eq!(changing.await.unwrap().status(), StatusCode::UNPROCESSABLE_ENTITY);
    let mut tx = house.fresh.pool.read().await.unwrap();
    assert_eq!(users::password_hash(&mut tx, marie.id).await.unwrap().as_deref(), Some("another"));
    assert!(sessions::counts(&mut tx, app::access::session::AGES, app::clock::now()).await.unwrap().is_empty());
}

/// A body that comes in slowly is judged when it is there, not when it began.
#[tokio::test]
async fn s06_s22_who_loses_access_while_a_body_comes_in_does_nothing_with_it() {
    let house = house().await;
    let invite = ("/api/settings/invite", FORM, ["email=zoe%40maison.example", "&name=&role=administrator"]);
    let cookie = house.signed_in(UserRole::Administrator).await;
    let mut tx = house.fresh.pool.write().await.unwrap();
    let user = users::list(&mut tx).await.unwrap()[0].id;
    let draft = store::drafts::add(&mut tx, user, &model::compose::Draft::default(), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let path = format!("/ecrire/{draft}/fichiers?nom=plan.pdf");
    let file = (&path[..], "application/octet-stream", ["%PDF-1.4", "the rest"]);
    for (path, kind, [first, rest]) in [invite, file] {
        let mut tx = house.fresh.pool.write().await.unwrap();
        let hash = Sha256::digest("token-of-administrator");
        sessions::remove_all(&mut tx, user, None).await.unwrap();
        sessions::add(&mut tx, &hash, user, "a test", app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
        let (reached, half) = oneshot::channel();
        let (go_on, whole) = oneshot::channel();
        let rest = async move {
            reached.send(()).unwrap();
            whole.await.unwrap();
            Ok::<_, Infallible>(rest)
        };
        let mut request = posted(&cookie, path, "");
        request.headers_mut().insert("content-type", kind.parse().unwrap());
        *request.body_mut() = Body::from_stream(stream::iter([Ok(first)]).chain(stream::once(rest)));
        let router = house.router.clone();
        let asking = tokio::spawn(async move { tower::ServiceExt::oneshot(router, request).await.unwrap() });
        half.await.unwrap();
        let mut tx = house.fresh.pool.write().await.unwrap();
        sessions::remove_all(&mut tx, user, None).await.unwrap();
        tx.commit().await.unwrap();
        go_on.send(()).unwrap();
        assert_eq!(asking.await.unwrap().status(), StatusCode::UNAUTHORIZED, "{path}");
    }
    let mut tx = house.fresh.pool.read().await.unwrap();
    assert_eq!(users::list(&mut tx).await.unwrap().len(), 1, "nobody was invited");
    assert!(store::drafts::get(&mut tx, user, draft).await.unwrap().attachments.is_empty());
}
