//! PDFs that wait to become documents (P30).

use crate::{
    book::{at, client},
    nadia,
};
use store::{
    StoreError, blobs, clients,
    documents::uploads::{self, MOST, TOO_MANY},
    testing::Fresh,
    users::{self, NewUser},
};

async fn waiting(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let nadia = nadia(&mut tx).await;
    let other = NewUser {
        email: crate::book::email("lea@bonport.example"),
        name: "Léa".into(),
        role: model::UserRole::Member,
        language: model::Lang::Fr,
        password_hash: None,
    };
    let lea = users::add(&mut tx, &other, at(0)).await.unwrap();
    let pdf = blobs::add(&mut tx, b"%PDF-1.7 a", at(0)).await.unwrap();
    let first = uploads::add(&mut tx, nadia, ("../a\u{202e}.pdf", &pdf), "{}", at(1)).await.unwrap();
    let second = uploads::add(&mut tx, nadia, ("b.pdf", &pdf), "{}", at(2)).await.unwrap();
    uploads::keep(&mut tx, nadia, first, "typed").await.unwrap();
    uploads::keep(&mut tx, lea, second, "of somebody else").await.unwrap();
    uploads::remove(&mut tx, lea, second).await.unwrap();
    let lines = uploads::list(&mut tx, nadia).await.unwrap();
    assert_eq!(lines.len(), 2, "another person's stay");
    assert_eq!((lines[0].file_name.as_str(), lines[0].content.as_str()), ("a.pdf", "typed"), "S47");
    assert_eq!((lines[1].id, lines[1].content.as_str(), &lines[1].stored), (second, "{}", &pdf));
    assert!(uploads::list(&mut tx, lea).await.unwrap().is_empty());
    for _ in 2..MOST {
        uploads::add(&mut tx, nadia, ("c.pdf", &pdf), "{}", at(3)).await.unwrap();
    }
    let more = uploads::add(&mut tx, nadia, ("d.pdf", &pdf), "{}", at(3)).await;
    assert!(matches!(more, Err(StoreError::Refused(TOO_MANY))));
    assert_eq!(uploads::sweep(&mut tx, at(3)).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(blobs::sweep(&fresh.pool, at(100_000)).await.unwrap(), 0, "their file stays");
    let mut tx = fresh.pool.write().await.unwrap();
    uploads::sweep(&mut tx, at(4)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(blobs::sweep(&fresh.pool, at(100_000)).await.unwrap(), 1);
}
store::both!(p30_a_dropped_pdf_waits_for_its_line, waiting);

async fn named(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let acme = client(&mut tx, "C-0012", "ACME Énergie").await;
    let port = client(&mut tx, "C-0013", "Boulangerie du Port").await;
    let gone = client(&mut tx, "C-0014", "ACME Ancienne").await;
    clients::deactivate(&mut tx, gone, at(1)).await.unwrap();
    for (name, ids) in [
        ("Facture 2026-1 C-0013.pdf", vec![port]),
        ("facture_2026-1_acme énergie copie.pdf", vec![acme]),
        ("2026-1.pdf", vec![]),
        ("2026-1 zzz.pdf", vec![]),
    ] {
        let found: Vec<_> =
            uploads::named_clients(&mut tx, name).await.unwrap().iter().map(|client| client.id).collect();
        assert_eq!(found, ids, "{name}");
    }
    let all: Vec<_> = uploads::active_clients(&mut tx, 2).await.unwrap().iter().map(|client| client.id).collect();
    assert_eq!(all, [acme, port], "active ones");
    assert!(uploads::active_clients(&mut tx, 1).await.unwrap().is_empty(), "too many to be proposed");
}
store::both!(p30_clients_are_found_by_the_words_of_a_files_name, named);
