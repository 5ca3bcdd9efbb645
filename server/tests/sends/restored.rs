//! S69: what people see while a copy that was put in place waits to be confirmed, and how an administrator goes on.

use crate::support::{House, house_on, posted, text, words_of};
#[path = "../../store/tests/sending/world.rs"]
#[allow(dead_code, reason = "the store's own tests use the rest")]
mod world;

use http::{StatusCode, header};
use model::UserRole;
use store::testing::{Fresh, kept, restored};
use world::{NOW, world};

const PAGE: &str = "/parametres/reprise";
const RESUME: &str = "/api/settings/resume-sending";

async fn page(house: &House, cookie: &str, path: &str) -> String {
    let answer = house.get_as(cookie, path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    words_of(&text(answer).await)
}

/// Two mails that waited, and people who look at them where the copy was put in place.
async fn house(fresh: &Fresh) -> House {
    let w = world(fresh).await;
    w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    w.enqueue(&w.batch("two", &["c@x.example"])).await;
    house_on(restored(&fresh.pool, NOW).await).await
}

async fn states(house: &House) -> Vec<(String, bool)> {
    let mut tx = house.fresh.pool.read().await.unwrap();
    let all = kept(&mut tx).await.unwrap().deliveries;
    all.iter().map(|one| (one.state.code().to_owned(), one.dup_risk)).collect()
}

/// Sent by a form of the page, without the wasm: where the browser goes then.
async fn press(house: &House, cookie: &str, body: &str) -> String {
    let mut request = posted(cookie, RESUME, body);
    request.headers_mut().insert(header::ACCEPT, "text/html,*/*".parse().unwrap());
    let answer = house.ask(request).await;
    assert!(answer.status().is_redirection(), "{}", answer.status());
    answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

async fn everybody_is_told(fresh: &Fresh) {
    let house = house(fresh).await;
    let (leads, works) = (house.signed_in(UserRole::Administrator).await, house.signed_in(UserRole::Member).await);
    let banner = "Une sauvegarde a été restaurée : rien ne part";
    for path in ["/", "/envois", "/envois/1", "/clients"] {
        let (told, asked) = (page(&house, &works, path).await, page(&house, &leads, path).await);
        assert!(told.contains(banner) && asked.contains(banner), "{path}");
        assert!(!told.contains(PAGE) && asked.contains(PAGE), "{path}: who can decide finds the way");
    }
    let todo = page(&house, &leads, "/").await;
    assert!(todo.contains("Reprendre les envois après la restauration"), "{todo}");
    assert_eq!(house.get_as(&works, PAGE).await.status(), StatusCode::FORBIDDEN);

    let asked = page(&house, &leads, PAGE).await;
    for words in [
        "3 e-mails attendaient",
        "/envois/1",
        "/envois/2",
        "2 e-mails attendent",
        "Reprendre les envois",
        "Annuler ce qui attend, puis reprendre",
        "contacts supprimés",
    ] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    // The worker of this house runs all the while.
    assert!(states(&house).await.iter().all(|(state, risk)| ["held", "queued"].contains(&&**state) && *risk));
}
store::both!(s69_everybody_is_told_that_nothing_leaves_and_an_administrator_what_waits, everybody_is_told);

async fn decided(fresh: &Fresh) {
    let house = house(fresh).await;
    let leads = house.signed_in(UserRole::Administrator).await;
    let works = house.signed_in(UserRole::Member).await;
    assert_eq!(house.ask(posted(&works, RESUME, "")).await.status(), StatusCode::FORBIDDEN);
    assert!(press(&house, &leads, "without=true").await.ends_with("?repris=1"));
    assert!(press(&house, &leads, "").await.ends_with("?deja=1"), "somebody else was quicker");
    assert_eq!(states(&house).await, vec![("uncertain".to_owned(), true); 3]);
    let done = page(&house, &leads, "/parametres/reprise?repris=1").await;
    assert!(done.contains("Les envois ont repris.") && done.contains("Aucune restauration"), "{done}");
    assert!(!page(&house, &leads, "/").await.contains("Une sauvegarde a été restaurée : rien ne part"));
    let send = page(&house, &leads, "/envois/1").await;
    assert!(send.contains("l’e-mail est peut-être parti entre-temps"), "{send}");
}
store::both!(s69_what_waited_is_called_off_by_whoever_may, decided);
