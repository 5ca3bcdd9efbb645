//! The page of tokens: one is shown once, listed, revoked, given back, and stops with whoever made it.

use crate::{
    office::{INVOICE, PAGE, PDF, office},
    support::text,
};
use http::StatusCode;
use model::UserRole;

const ADD: &str = "/api/settings/add-program";

/// S07
#[tokio::test]
async fn s07_a_token_is_shown_once_and_kept_as_a_hash() {
    let office = office().await;
    assert!(office.token.starts_with("bonport_") && office.token.len() > 40, "recognised when it leaks");
    let went = office.desk.plain(PAGE, ADD, &[("name", " Devis & Cie "), ("days", "90")]).await;
    assert_eq!(went, PAGE, "no token in an address");
    let page = office.page(PAGE).await;
    let (_, rest) = page.split_once("value=\"bonport_").unwrap();
    let token = format!("bonport_{}", rest.split_once('"').unwrap().0);
    assert!(page.contains("Jeton de Devis &amp; Cie") && page.contains("il ne sera plus jamais montré"), "{page}");
    for shown in ["Devis &amp; Cie", "Compta", "Jamais utilisé", "expire le", "autorisé par Camille Roy", "curl -H"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let again = office.page(PAGE).await;
    assert!(!again.contains(&token) && !again.contains("Jeton de Devis"), "once");
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    let listed = store::programs::list(&mut tx).await.unwrap();
    assert!(!format!("{listed:?}").contains(&token));
    drop(tx);
    assert_eq!(office.put(&INVOICE, Some(("f.pdf", PDF))).await.0, StatusCode::CREATED);
    assert!(office.page(PAGE).await.contains("Dernière utilisation"));
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_its_problems() {
    let office = office().await;
    let went = office.desk.plain(PAGE, ADD, &[("name", " "), ("days", "31")]).await;
    let page = office.page(&went).await;
    assert!(page.contains("Remplissez ce champ") && page.contains("Choisissez une des valeurs proposées"), "{page}");
    assert!(!page.contains("bonport_"), "nothing was made");
}

#[tokio::test]
async fn s22_a_revoked_token_is_refused_until_it_is_given_back() {
    let office = office().await;
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    let id = store::programs::list(&mut tx).await.unwrap()[0].id.to_string();
    drop(tx);
    let went = office.desk.plain(PAGE, "/api/settings/revoke-program", &[("id", &id)]).await;
    let page = office.page(&went).await;
    assert!(page.contains("Jeton révoqué : Compta") && page.contains("Annuler"), "{page}");
    assert!(page.contains("Aucun programme n’a de jeton"), "{page}");
    assert_eq!(office.put(&INVOICE, Some(("f.pdf", PDF))).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(office.desk.plain(&went, "/api/settings/restore-program", &[("id", &id)]).await, PAGE);
    assert_eq!(office.put(&INVOICE, Some(("f.pdf", PDF))).await.0, StatusCode::CREATED);
}

/// P53
#[tokio::test]
async fn p53_a_token_stops_with_whoever_made_it() {
    let office = office().await;
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let users = store::users::list(&mut tx).await.unwrap();
    let maker = users.iter().find(|user| user.role == UserRole::Administrator).unwrap().id;
    // One administrator always stays.
    let other = store::users::NewUser {
        email: model::EmailAddress::parse("autre@bonport.example").unwrap(),
        name: "Autre".into(),
        role: UserRole::Administrator,
        language: model::Lang::Fr,
        password_hash: Some("none that fits".into()),
    };
    store::users::add(&mut tx, &other, app::clock::now()).await.unwrap();
    store::users::disable(&mut tx, maker, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.put(&INVOICE, Some(("f.pdf", PDF))).await.0, StatusCode::UNAUTHORIZED);
    let answer = office.desk.house.get_as(&office.desk.cookie, PAGE).await;
    assert!(!text(answer).await.contains("Compta"));
}
