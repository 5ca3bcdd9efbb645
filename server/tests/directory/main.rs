//! The directory (E10) through the whole router, as a browser without the wasm uses it: criteria and views, several contacts at once
//! with « Annuler », cards to take along.
#![allow(clippy::unwrap_used)]

mod chosen;
mod desk;
#[path = "../support/mod.rs"]
mod support;

use app::contacts::api::Directory;
use desk::{LIST, desk, went};
use http::{StatusCode, header};
use model::{DisplayOption, Settings};
use store::contacts;
use support::{client, posted, text, words_of};

/// E10
#[tokio::test]
async fn e10_the_accountants_of_all_clients_are_one_click_away() {
    let desk = desk().await;
    let page = desk.page(LIST).await;
    let (_, rest) = page.split_once(r#"href="/contacts?fonction="#).unwrap();
    assert!(rest.to_lowercase().starts_with("comptable\"") && rest.contains("omptable · 2"), "{rest}");
    let list = desk.page("/contacts?fonction=comptable").await;
    assert!(list.contains("Marie Durand") && list.contains("Paul Roy") && !list.contains("Zoé Petit"), "{list}");
    assert!(list.contains("aria-label=\"Retirer le critère : Fonction : comptable\""), "{list}");
    assert!(list.contains("2 contacts"));
    let narrowed = desk.page("/contacts?q=roy&etat=all").await.replace("&amp;", "&");
    assert!(narrowed.contains(r#"href="/contacts?q=roy&etat=all&fonction="#), "what narrows it stays: {narrowed}");
    assert!(!narrowed.contains("omptable · 2"), "of everybody, not of these: {narrowed}");
    // Without the wasm the other fields keep the criterion.
    let hidden = r#"<input type="hidden" form="filters" name="fonction" value="comptable""#;
    assert!(list.contains(hidden), "{list}");
}

/// E10: what cannot be said in the fields above the list has its page, whose form leads to a clean address.
#[tokio::test]
async fn e10_the_page_of_the_filters_leads_to_the_list() {
    let desk = desk().await;
    let page = desk.page("/contacts/filtres?q=roy&fonction=comptable&client=1&incomplets=true").await;
    assert!(page.contains("value=\"comptable\"") && page.contains("value=\"roy\"") && page.contains("ACME"), "{page}");
    let asked =
        "q=&fonction=comptable&chez=&client=&type=professional&notifications=&etat=active&sans_email=true&voir=oui";
    let answer = desk.get(&format!("/contacts/filtres?{asked}")).await;
    assert_eq!(went(&answer), "/contacts?type=professional&fonction=comptable&sans_email=true");

    // A client by its name: the only one is taken, an unknown one is told.
    let answer = desk.get("/contacts/filtres?chez=bet&voir=oui").await;
    assert_eq!(went(&answer), format!("/contacts?client={}", desk.beta));
    let page = desk.page("/contacts/filtres?chez=zzz&voir=oui").await;
    assert!(page.contains("role=\"alert\"") && page.contains("value=\"zzz\""), "{page}");
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    client(&mut tx, "Bettina").await;
    tx.commit().await.unwrap();
    let page = desk.page("/contacts/filtres?chez=bet&voir=oui").await;
    assert!(page.contains("Contacts de quel client ?") && page.contains("Bettina"), "{page}");
}

/// P10
#[tokio::test]
async fn p10_a_hidden_function_is_neither_proposed_nor_shown_in_the_directory() {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let settings = Settings { hidden: vec![DisplayOption::ContactFunction], ..Settings::default() };
    store::save_settings(&mut tx, &settings, 0, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    let list = desk.page(LIST).await;
    assert!(list.contains("Marie Durand") && !list.to_lowercase().contains("comptable"), "{list}");
    assert!(!desk.page("/contacts/filtres").await.contains("name=\"fonction\""));
}

/// E10, P06: a view keeps criteria, not what was searched.
#[tokio::test]
async fn e10_a_view_is_saved_under_a_name_shown_taken_away_and_given_back() {
    let desk = desk().await;
    let from = "/contacts/filtres?q=durand&fonction=comptable";
    assert!(desk.page(from).await.contains("La recherche n’est pas gardée"));
    let form = [("name", " Comptables partout "), ("query", "q=durand&fonction=comptable")];
    let went = desk.plain(from, "/api/contacts/save-view", &form).await;
    assert_eq!(went, "/contacts/filtres?fonction=comptable&gardee=1");
    assert!(desk.page(&went).await.contains("Vue enregistrée : Comptables partout"));
    let link = r#"href="/contacts?fonction=comptable" class="btn small quiet">Comptables partout"#;
    let list = desk.page(LIST).await;
    assert!(list.contains(link), "{list}");

    let went = desk.plain(&went, "/api/contacts/remove-view", &[("id", "1")]).await;
    let page = desk.page(&went).await;
    assert!(page.contains("Vue retirée.") && page.contains("Annuler"), "{page}");
    assert!(!desk.page(LIST).await.contains("Comptables partout"));
    desk.plain(&went, "/api/contacts/restore-view", &[("id", "1")]).await;
    assert!(desk.page(LIST).await.contains("Comptables partout"));

    let went = desk.plain(from, "/api/contacts/save-view", &[("name", " "), ("query", "fonction=comptable")]).await;
    let page = desk.page(&went).await;
    assert!(page.contains("aria-invalid=\"true\""), "{page}");
    let long = "x".repeat(61);
    assert_eq!(desk.status("/api/contacts/save-view", &[("name", &long)]).await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

/// screens.md §1.5
#[tokio::test]
async fn a_contact_is_taken_along_as_a_card_without_our_notes() {
    let desk = desk().await;
    let path = format!("/contacts/{}/carte.vcf", desk.marie);
    let page = desk.page(&format!("/contacts/{}", desk.marie)).await;
    for part in [path.as_str(), "tel:+33601020304", "sms:+33601020304", "/ecrire?contact="] {
        assert!(page.contains(part), "{part}");
    }
    let answer = desk.get(&path).await;
    assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/vcard; charset=utf-8");
    let name = answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, "attachment; filename*=UTF-8''Marie%20Durand.vcf");
    let card = text(answer).await;
    for line in ["FN:Marie Durand", "ORG:ACME", "TITLE:Comptable", "TEL;TYPE=VOICE:+33601020304"] {
        assert!(card.contains(&format!("{line}\r\n")), "{card}");
    }
    assert!(!card.contains("retard"));
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    contacts::remove(&mut tx, desk.marie, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(desk.get(&path).await.status(), StatusCode::NOT_FOUND, "P06");
}

/// The answer that the wasm gets has the same parts.
#[tokio::test]
async fn e10_the_list_says_its_criteria_in_words() {
    let desk = desk().await;
    let form = format!("asked[client]={}&asked[kind]=professional&asked[incomplete]=true&asked[search]=", desk.acme);
    let answer = desk.house.ask(posted(&desk.cookie, "/api/contacts/list", &form)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let found: Directory = serde_json::from_str(&text(answer).await).unwrap();
    let said: Vec<_> = found.criteria.iter().map(|criterion| words_of(&criterion.text)).collect();
    assert_eq!(said, ["Client : ACME", "Type de client : Client professionnel", "Incomplets"]);
    assert_eq!(found.criteria[0].without, "/contacts?type=professional&incomplets=true");
    assert_eq!(found.more, format!("/contacts/filtres?client={}&type=professional&incomplets=true", desk.acme));
    assert_eq!(found.page.rows.len(), 1);
}

/// An address that no form of ours makes is an address: nothing breaks.
#[tokio::test]
async fn odd_addresses_are_read_as_far_as_they_can_be() {
    let desk = desk().await;
    desk.page("/contacts?client=zut&famille=x&type=&fonction=%20&notifications=y").await;
    desk.page("/contacts/filtres?client=9999&famille=9999&gardee=x&retiree=3&%zz").await;
    let list = desk.page("/contacts?client=9999").await;
    assert!(list.contains("Client : n’existe plus") && list.contains("Aucun contact ne correspond"), "{list}");
}
