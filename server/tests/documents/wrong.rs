//! What is refused, and how that is told.

use crate::{
    desk::desk,
    put::{ADD, INVOICE, value},
    support::{ours, words_of},
};
use http::{Method, StatusCode, header};
use model::{ClientId, DocumentProblem, Problem, SiteDraft, compose::FILE_MAX};
use store::blobs;

/// P30, S39
#[tokio::test]
async fn s39_what_is_no_pdf_is_refused_in_words() {
    let desk = desk().await;
    for bytes in ["MZ un programme", "%PD", "<html>%PDF-1.7", "%pdf-1.4"] {
        let page = desk.chosen("facture.pdf", bytes).await;
        assert!(page.contains("Ce fichier n’est pas un PDF"), "{bytes}: {page}");
        assert!(page.contains("type=\"file\"") && !page.contains("draft[number]"), "the first step again: {page}");
    }
    let page = desk.chosen("", "").await;
    assert!(page.contains("Joignez le PDF"), "nothing was chosen: {page}");
    assert!(!words_of(&desk.show(&desk.at("/nouveau")).await).contains("Joignez le PDF : seule"), "told once");
}

/// S45
#[tokio::test]
async fn s45_what_is_too_large_is_refused_without_reading_on() {
    let desk = desk().await;
    let mut announced = ours(Method::POST, &desk.at("/fichier"), "multipart/form-data; boundary=x", "");
    announced.headers_mut().insert(header::COOKIE, desk.cookie.parse().unwrap());
    announced.headers_mut().insert(header::CONTENT_LENGTH, (FILE_MAX * 2).into());
    let answer = desk.house.ask(announced).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(words_of(&desk.show(&desk.at("/nouveau")).await).contains("dépasse 19 Mo"));
    // Without being announced.
    let page = desk.chosen("f.pdf", &format!("%PDF-{}", "x".repeat(usize::try_from(FILE_MAX).unwrap()))).await;
    assert!(page.contains("dépasse 19 Mo"), "{page}");
}

/// P30
#[tokio::test]
async fn p30_a_wrong_form_comes_back_with_its_file_and_every_problem() {
    let desk = desk().await;
    let page = desk.chosen("F-1.pdf", "%PDF-1.7").await;
    let hash = value(&page, "hash");
    let bad = [("draft[kind]", "invoice"), ("draft[number]", " "), ("draft[day]", "hier"), ("draft[amount]", "1.204")];
    let back = desk.put(&hash, "F-1.pdf", &bad).await;
    let page = words_of(&desk.show(&back).await);
    for said in ["Remplissez ce champ", "Ce n’est pas une date du calendrier", "Ce n’est pas un montant", "1.204"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(value(&page, "hash"), hash, "the file is kept");
    assert!(desk.put(&hash, "F-1.pdf", &INVOICE).await.starts_with("/documents/"));
}

/// P30
#[tokio::test]
async fn p30_a_number_that_is_taken_names_whose_it_is() {
    let desk = desk().await;
    let order = |client: ClientId| {
        [
            ("client", client.to_string()),
            ("draft[kind]", "order".to_owned()),
            ("draft[number]", "C-7".to_owned()),
            ("draft[day]", "2026-11-23".to_owned()),
        ]
    };
    let form = order(desk.acme);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(desk.send(ADD, &form).await.status(), StatusCode::OK);
    let form = order(desk.beta);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(desk.refused(ADD, &form).await, [("number".to_owned(), Problem::Taken("ACME".into()))]);
}

/// P30
#[tokio::test]
async fn p30_sites_contacts_and_files_of_others_are_refused() {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let site = SiteDraft { label: "Liège".into(), ..SiteDraft::default() }.check().unwrap();
    let there = store::sites::add(&mut tx, desk.beta, &site, app::clock::now()).await.unwrap().to_string();
    let no_pdf = model::hex(&blobs::add(&mut tx, b"un texte", app::clock::now()).await.unwrap().hash.0);
    tx.commit().await.unwrap();
    let acme = desk.acme.to_string();
    let refused = async |more: &[(&str, &str)]| {
        let mut form = vec![("client", acme.as_str()), ("draft[number]", "C-7"), ("draft[day]", "2026-11-23")];
        form.extend(more);
        desk.refused(ADD, &form).await
    };
    let at = |field: &str, problem| [(field.to_owned(), problem)];
    let order = ("draft[kind]", "order");
    assert_eq!(refused(&[order, ("draft[site]", &there)]).await, at("site", Problem::ForeignSite));
    let foreign = Problem::Document(DocumentProblem::ForeignContact);
    assert_eq!(refused(&[order, ("draft[contact]", "999")]).await, at("contact", foreign));
    let without = Problem::Document(DocumentProblem::FileNeeded);
    assert_eq!(refused(&[("draft[kind]", "invoice")]).await, at("file", without.clone()));
    for (hash, problem) in [
        (no_pdf.as_str(), Problem::Document(DocumentProblem::NotAPdf)),
        (&*"0".repeat(64), without.clone()),
        ("zz", without),
    ] {
        assert_eq!(refused(&[order, ("hash", hash)]).await, at("file", problem), "{hash}");
    }
    let nowhere =
        desk.send(ADD, &[("client", "999"), order, ("draft[number]", "1"), ("draft[day]", "2026-11-23")]).await;
    assert_eq!(nowhere.status(), StatusCode::NOT_FOUND);
}
