//! What somebody else changes while an act is under way (S06, S12).
#![allow(clippy::unwrap_used)]

mod support;

use app::access::commands::{self, Addition};
use http::{Method, StatusCode};
use model::{EmailAddress, Secret, UserRole};
use std::time::Duration;
use store::{sessions, testing, users};
use support::{house, house_on, ours, text};
use tokio::time::sleep;

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
        sleep(Duration::from_millis(10)).await;
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
