//! What a program puts in, and that doing it twice changes nothing.

use crate::office::{INVOICE, Office, PDF, office, office_on, wrong};
use crate::support::text;
use http::StatusCode;
use model::SiteDraft;
use store::{blobs, testing};

async fn puts(office: Office) {
    let file = Some(("Facture été.pdf", PDF));
    let (status, said) = office.put(&INVOICE, file).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let (id, url) = (said["id"].as_i64().unwrap(), said["url"].as_str().unwrap().to_owned());
    assert_eq!(url, format!("https://bonport.example/documents/{id}"));
    let page = office.page(&format!("/documents/{id}")).await;
    for shown in ["Facture F-2026-0147", "1 204,50 €", "23 novembre 2026", "Facture été.pdf", "par Compta", "ACME"]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let bytes = office.desk.house.get_as(&office.desk.cookie, &format!("/documents/{id}/pdf")).await;
    assert_eq!(text(bytes).await, PDF, "damaged as it is");

    let (status, again) = office.put(&INVOICE, file).await;
    assert_eq!((status, again["id"].as_i64(), again["new"].as_bool()), (StatusCode::OK, Some(id), Some(false)));
    let (status, other) = office.put(&INVOICE, Some(("Facture été.pdf", "%PDF-1.7 autre"))).await;
    assert_eq!((status, other["id"].as_i64()), (StatusCode::CONFLICT, Some(id)));
    assert_eq!(wrong(&other), [("file".to_owned(), "differs".to_owned())]);
    let (status, other) = office.put_with(&[("amount", "1 204,51"), ("day", "22/11/2026")]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let fields: Vec<String> = wrong(&other).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["day", "amount"]);
    assert!(other["problems"][0]["message"].as_str().unwrap().contains("dit autre chose"), "{other}");
    let list = office.page(&format!("/clients/{}/documents", office.desk.acme)).await;
    assert!(list.contains("1 document") && !list.contains("2 documents"), "{list}");
}

/// P30, P50
#[tokio::test]
async fn p30_a_program_puts_a_document_in_once_on_sqlite() {
    puts(office().await).await;
}

/// P30, P50
#[tokio::test]
async fn p30_a_program_puts_a_document_in_once_on_postgres() {
    puts(office_on(testing::postgres().await).await).await;
}

/// P30: the site by its name, the contact by its e-mail, the kind by a French name; an order without a PDF.
#[tokio::test]
async fn p30_site_contact_and_kind_are_named_as_people_name_them() {
    let office = office().await;
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let site = SiteDraft { label: "Entrepôt de Gand".into(), ..SiteDraft::default() }.check().unwrap();
    store::sites::add(&mut tx, office.desk.acme, &site, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    office.desk.marie().await;
    let more = [("site", "entrepot de gand"), ("contact", "Marie@acme.example"), ("kind", "Bon de livraison")];
    let (status, said) = office.put_with(&more).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let page = office.page(&format!("/documents/{}", said["id"])).await;
    for shown in ["Bon de livraison F-2026-0147", "Entrepôt de Gand", "Marie Durand"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let order = [("kind", "order"), ("number", "C-7"), ("day", "23/11/2026"), ("client", "acme")];
    let (status, said) = office.put(&order, None).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    assert!(office.page(&format!("/documents/{}", said["id"])).await.contains("Sans PDF"));
    let (status, _) = office.put(&order, None).await;
    assert_eq!(status, StatusCode::OK, "the same order again");
}

/// S49: what was refused leaves nothing behind but bytes that the next sweep takes.
#[tokio::test]
async fn p30_the_file_of_what_is_refused_goes() {
    let office = office().await;
    let (status, _) = office.put_with(&[("client", "nobody")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let swept = blobs::sweep(&office.desk.house.fresh.pool, app::clock::now().plus_seconds(1)).await.unwrap();
    assert_eq!(swept, 1);
}
