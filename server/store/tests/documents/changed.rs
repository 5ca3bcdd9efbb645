//! Correcting what a document says (P30, P12), on both databases.

use crate::{
    book::{affiliated, at, client, contact, site},
    invoice, nadia,
};
use model::{Amount, DocumentFields, DocumentId, DocumentKind, DocumentProblem, Problem};
use store::{StoreError, affiliations, documents, testing::Fresh};

/// P30, P12
async fn corrected(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let (acme, beta) = (client(&mut tx, "C1", "ACME").await, client(&mut tx, "C2", "Beta").await);
    let (gand, foreign) = (site(&mut tx, acme, "Gand").await, site(&mut tx, beta, "Lille").await);
    let marie = contact(&mut tx, "Marie Durand", "m@acme.example").await;
    affiliated(&mut tx, marie, acme).await;
    let fields = DocumentFields { contact: Some(marie), ..invoice("F-1") };
    let id = documents::add(&mut tx, acme, &fields, None, by, at(0)).await.unwrap();
    documents::add(&mut tx, beta, &invoice("F-2"), None, by, at(0)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = fresh.pool.write().await.unwrap();
    let before = documents::get(&mut tx, id).await.unwrap();
    let amount = Some(Amount { cents: 5, currency: "CHF".into() });
    let right = DocumentFields { kind: DocumentKind::CreditNote, site: Some(gand), amount, ..fields.clone() };
    // Who left stays named while nobody changes that.
    let link = affiliations::live(&mut tx, acme, marie).await.unwrap().unwrap();
    affiliations::end(&mut tx, link.id, at(1)).await.unwrap();
    documents::change(&mut tx, id, before.version, &right, at(2)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = fresh.pool.write().await.unwrap();
    let after = documents::get(&mut tx, id).await.unwrap();
    assert_eq!((after.kind, after.amount.clone()), (DocumentKind::CreditNote, right.amount.clone()));
    assert_eq!(after.site.as_ref().map(|(id, _)| *id), Some(gand));
    assert_eq!(after.contact.as_ref().map(|(id, _)| *id), Some(marie));
    assert_eq!((after.version, after.file.clone()), (before.version + 1, before.file));

    // The later of two is told; nothing is overwritten.
    let late = documents::change(&mut tx, id, before.version, &fields, at(3)).await;
    assert!(matches!(late, Err(StoreError::Conflict)));
    let missing = documents::change(&mut tx, DocumentId(99), 1, &fields, at(3)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    for (wrong, field, problem) in [
        (invoice(" f-2 "), "number", Problem::Taken("Beta".into())),
        (DocumentFields { site: Some(foreign), ..right.clone() }, "site", Problem::ForeignSite),
    ] {
        match documents::change(&mut tx, id, after.version, &wrong, at(4)).await {
            Err(StoreError::Problem(told)) => assert_eq!((told.field.as_str(), told.problem), (field, problem)),
            other => panic!("not refused: {other:?}"),
        }
    }
    // Chosen anew, who left is refused.
    let without = DocumentFields { contact: None, ..right.clone() };
    documents::change(&mut tx, id, after.version, &without, at(5)).await.unwrap();
    match documents::change(&mut tx, id, after.version + 1, &right, at(6)).await {
        Err(StoreError::Problem(told)) => {
            assert_eq!(told.problem, Problem::Document(DocumentProblem::ForeignContact));
        }
        other => panic!("not refused: {other:?}"),
    }
    documents::remove(&mut tx, id, at(7)).await.unwrap();
    let removed = documents::change(&mut tx, id, after.version + 2, &without, at(8)).await;
    assert!(matches!(removed, Err(StoreError::NotFound)));
}
store::both!(p30_p12_a_document_is_corrected_and_refusals_change_nothing, corrected);
