//! What pages show of what was made elsewhere: a link once, drafts however many.

use crate::{desk::desk, support::text};
use app::compose::api::Saved;
use http::{Method, StatusCode, header};
use model::{UserRole, compose::Draft};

#[tokio::test]
async fn s10_a_link_that_was_made_is_shown_once_and_to_nobody_else() {
    let mut desk = desk().await;
    let member = std::mem::replace(&mut desk.cookie, desk.house.signed_in(UserRole::Administrator).await);
    let users = "/parametres/utilisateurs";
    let acts = [
        ("/api/settings/invite", "email=zoe%40maison.example&name=&role=member".to_owned(), "/invitation?jeton="),
        ("/api/settings/user", format!("user={}&act=reset&version=1", desk.user), "/mot-de-passe/nouveau?jeton="),
    ];
    for (function, body, link) in acts {
        let answer = desk.house.ask(desk.page(Method::POST, function, &body)).await;
        assert_eq!(answer.headers()[header::LOCATION], users);
        assert_eq!(desk.house.get_as(&member, users).await.status(), StatusCode::FORBIDDEN);
        assert!(desk.show(users).await.contains(link), "{function}");
        assert!(!desk.show(users).await.contains(link), "{function}: once");
    }
}

#[tokio::test]
async fn drafts_are_reached_from_the_home_page_however_many_they_are() {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    for n in 0..51 {
        let draft = Draft { client_id: Some(desk.client), subject: format!("Brouillon {n:02}."), ..Draft::default() };
        store::drafts::add(&mut tx, desk.user, &draft, app::clock::now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let shown = |page: &str, n: usize| page.contains(&format!("Brouillon {n:02}."));
    let home = desk.show("/").await;
    assert!(shown(&home, 50) && !shown(&home, 44) && home.contains("href=\"/brouillons\""));
    let first = desk.show("/brouillons").await;
    assert!(shown(&first, 1) && !shown(&first, 0));
    let next = first.split("/brouillons?avant=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let second = desk.show(&format!("/brouillons?avant={next}")).await;
    assert!(shown(&second, 0) && !shown(&second, 1) && second.contains("rel=\"prev\""));
}

#[tokio::test]
async fn without_drafts_the_page_of_drafts_leads_to_writing_one() {
    let desk = desk().await;
    let page = desk.show("/brouillons").await;
    let (_, after) = page.split_once("Aucun brouillon.").unwrap_or_else(|| panic!("{page}"));
    assert!(after.split("</div>").next().unwrap().contains("href=\"/ecrire\""), "{page}");
}

/// P12
#[tokio::test]
async fn a_first_save_whose_answer_was_lost_is_one_draft() {
    let desk = desk().await;
    let save = async |subject: &str, key: &str| {
        let client = desk.client;
        let draft = format!(r#"{{"client_id":{client},"subject":"{subject}"}}"#);
        let body = format!(r#"{{"id":null,"version":0,"draft":{draft},"idem_key":"{key}"}}"#);
        desk.json("/api/compose/save", &body).await
    };
    let first = text(save("Dev", "k1").await).await;
    let second = text(save("Devis", "k1").await).await;
    let id = |saved: &str| serde_json::from_str::<Saved>(saved).unwrap().id;
    assert_eq!(id(&first), id(&second));
    assert_eq!(desk.drafts().await.iter().map(|draft| draft.subject.as_str()).collect::<Vec<_>>(), ["Devis"]);
    assert_ne!(id(&text(save("Devis", "k2").await).await), id(&first), "another form is another draft");
    for none in ["", "k".repeat(101).as_str()] {
        assert_eq!(save("Devis", none).await.status(), StatusCode::BAD_REQUEST);
    }
}
