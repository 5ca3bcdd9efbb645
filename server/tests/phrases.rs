//! The phrases (P35), through the whole router: written, looked at, refused, and two administrators at once.
#![allow(clippy::unwrap_used)]

mod support;

use http::{StatusCode, header};
use model::UserRole;
use support::{House, URL, house, posted, text, words_of};

const LIST: &str = "/parametres/phrases";
const ONE: &str = "/parametres/phrases/credit_note/fr";
const SAVE: &str = "/api/settings/save-phrase";

async fn office() -> (House, String) {
    let house = house().await;
    let cookie = house.signed_in(UserRole::Administrator).await;
    (house, cookie)
}

async fn page(house: &House, cookie: &str, path: &str) -> String {
    let answer = house.get_as(cookie, path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    words_of(&text(answer).await)
}

/// Sent by the page's form: where the browser goes then.
async fn plain(house: &House, cookie: &str, body: &str) -> String {
    let mut request = posted(cookie, SAVE, &["kind=credit_note&language=fr&", body].concat());
    for (name, value) in [(header::ACCEPT, "text/html,*/*".to_owned()), (header::REFERER, [URL, ONE].concat())] {
        request.headers_mut().insert(name, value.parse().unwrap());
    }
    let answer = house.ask(request).await;
    assert!(answer.status().is_redirection(), "{}", answer.status());
    answer.headers()[header::LOCATION].to_str().unwrap().trim_start_matches(URL).to_owned()
}

#[tokio::test]
async fn p35_a_phrase_is_written_and_the_original_is_one_click_away() {
    let (house, cookie) = office().await;
    let list = page(&house, &cookie, LIST).await;
    assert!(list.contains("Avoir &lt;NUMFACT&gt;"), "{list}");
    let went = plain(
        &house,
        &cookie,
        "version=0&subject=Votre+avoir+%3CNUMFACT%3E&text=%3Cb%3EBonjour%3C%2Fb%3E+%3CNOMCLIENT%3E",
    )
    .await;
    assert_eq!(went, [ONE, "?enregistre=1"].concat());
    let saved = page(&house, &cookie, &went).await;
    assert!(saved.contains("Enregistré.") && saved.contains("Votre avoir"), "{saved}");
    // Filled in for looking at; what stood in brackets is text, and markup of nobody's.
    assert!(saved.contains("Votre avoir 2026-117") && !saved.contains("<b>Bonjour"), "{saved}");
    assert!(page(&house, &cookie, LIST).await.contains("Votre avoir"));
    let original = page(&house, &cookie, &[ONE, "?origine=1"].concat()).await;
    assert!(original.contains("Vous trouverez ci-joint l’avoir"), "{original}");
    for unknown in ["/parametres/phrases/facture/fr", "/parametres/phrases/invoice/xx"] {
        assert_eq!(house.get_as(&cookie, unknown).await.status(), StatusCode::NOT_FOUND, "{unknown}");
    }
}

#[tokio::test]
async fn p35_an_unknown_placeholder_is_refused_with_everything_as_it_was_typed() {
    let (house, cookie) = office().await;
    let went = plain(&house, &cookie, "version=0&subject=Avoir+%3CNUMFAC%3E&text=Bonjour").await;
    let shown = page(&house, &cookie, &went).await;
    assert!(shown.contains("n’est pas une variable : écrivez"), "{shown}");
    assert!(shown.contains("aria-invalid=\"true\"") && shown.contains(">Bonjour</textarea>"), "{shown}");
    let answer = house.ask(posted(&cookie, SAVE, "kind=credit_note&language=fr&version=0&subject=&text=")).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let mut tx = house.fresh.pool.read().await.unwrap();
    assert!(store::phrases::list(&mut tx).await.unwrap().is_empty());
}

#[tokio::test]
async fn p35_what_is_typed_is_looked_at_without_being_saved() {
    let (house, cookie) = office().await;
    let went = plain(&house, &cookie, "version=0&preview=true&subject=Coucou+%3CNUMFACT%3E&text=%3CNOMSOC%3E").await;
    assert_eq!(went, ONE);
    let shown = page(&house, &cookie, ONE).await;
    assert!(shown.contains("Coucou 2026-117"), "{shown}");
    // Nobody told our company's name: the mail would be blocked.
    assert!(shown.contains("son envoi serait bloqué"), "{shown}");
    let asked = "kind=credit_note&language=en&subject=%3CDATEFACT%3E&text=x";
    let answer = text(house.ask(posted(&cookie, "/api/settings/preview-phrase", asked)).await).await;
    assert!(answer.contains("21 November 2026"), "{answer}");
    let mut tx = house.fresh.pool.read().await.unwrap();
    assert!(store::phrases::list(&mut tx).await.unwrap().is_empty());
}

#[tokio::test]
async fn p12_of_two_administrators_the_second_is_shown_both_texts() {
    let (house, cookie) = office().await;
    plain(&house, &cookie, "version=0&subject=Le+premier&text=Un").await;
    let went = plain(&house, &cookie, "version=0&subject=Le+second&text=Deux").await;
    let shown = page(&house, &cookie, &went).await;
    assert!(shown.contains("Enregistré entre-temps par") && shown.contains("<dd>Le premier</dd>"), "{shown}");
    assert!(shown.contains("value=\"Le second\"") && shown.contains("name=\"version\" value=\"1\""), "{shown}");
    plain(&house, &cookie, "version=1&subject=Le+second&text=Deux").await;
    let mut tx = house.fresh.pool.read().await.unwrap();
    let own = store::phrases::list(&mut tx).await.unwrap();
    assert_eq!((own[0].phrase.subject.as_str(), own[0].version), ("Le second", 2));
}
