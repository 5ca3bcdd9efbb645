//! Documents (P30) and what the resolver is told (P31), on both databases.
#![allow(clippy::unwrap_used)]

mod arrived;
#[path = "../book/mod.rs"]
mod book;
mod changed;
mod invoice_book;
mod resolved;
mod uploads;

use book::{affiliated, at, client, contact, email, site};
use model::{
    Amount, ClientId, Day, DocumentFields, DocumentId, DocumentKind, DocumentProblem, FieldProblem, Lang, Problem,
    SiteId, UserId, UserRole, listing::PageFrom,
};
use store::{
    Result, StoreError, Tx, affiliations, blobs, contacts, documents, sites,
    testing::Fresh,
    users::{self, NewUser},
};

async fn nadia(tx: &mut Tx) -> UserId {
    let new = NewUser {
        email: email("nadia@bonport.example"),
        name: "Nadia Roy".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    users::add(tx, &new, at(0)).await.unwrap()
}

fn invoice(number: &str) -> DocumentFields {
    DocumentFields {
        kind: DocumentKind::Invoice,
        number: number.into(),
        day: Day::new(2026, 11, 23).unwrap(),
        amount: Some(Amount { cents: 120_450, currency: "EUR".into() }),
        site: None,
        contact: None,
    }
}

fn refused_at(done: Result<DocumentId>) -> FieldProblem {
    match done {
        Err(StoreError::Problem(problem)) => problem,
        other => panic!("not refused: {other:?}"),
    }
}

async fn put_in(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let acme = client(&mut tx, "C1", "ACME").await;
    let (gand, marie) = (site(&mut tx, acme, "Gand").await, contact(&mut tx, "Marie Durand", "m@acme.example").await);
    affiliated(&mut tx, marie, acme).await;
    let pdf = blobs::add(&mut tx, b"%PDF-1.7 facture", at(0)).await.unwrap();
    let fields = DocumentFields { site: Some(gand), contact: Some(marie), ..invoice("F-1") };
    let file = Some(("../Facture \u{202e}n\u{b0}1.pdf", &pdf));
    let id = documents::add(&mut tx, acme, &fields, file, by, at(5)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = fresh.pool.read().await.unwrap();
    let found = documents::get(&mut tx, id).await.unwrap();
    assert_eq!((found.client, found.number.as_str(), found.day), ((acme, "ACME".into()), "F-1", fields.day));
    assert_eq!((found.amount, found.site), (fields.amount, Some((gand, "Gand".into()))));
    assert_eq!(found.contact, Some((marie, "Marie Durand".into())));
    assert_eq!(found.file, Some(("Facture n°1.pdf".into(), 16)), "S47");
    assert_eq!((found.created_at, found.created_by.as_deref()), (at(5), Some("Nadia Roy")));
    assert_eq!((found.sent_at, found.removed_at, found.version), (None, None, 1));
    let (name, size, hash) = documents::place(&mut tx, id).await.unwrap();
    assert_eq!((name.as_str(), size), ("Facture n°1.pdf", 16));
    assert_eq!(blobs::get(&mut tx, hash).await.unwrap(), b"%PDF-1.7 facture");
    assert!(matches!(documents::get(&mut tx, DocumentId(99)).await, Err(StoreError::NotFound)));
}
store::both!(p30_a_document_comes_back_as_it_was_put_in, put_in);

async fn numbers(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let (acme, beta) = (client(&mut tx, "C1", "ACME").await, client(&mut tx, "C2", "Beta").await);
    let first = documents::add(&mut tx, acme, &invoice("F 1"), None, by, at(0)).await.unwrap();
    let taken = FieldProblem::new("number", Problem::Taken("ACME".into()));
    for number in ["F 1", " f  1 "] {
        assert_eq!(refused_at(documents::add(&mut tx, beta, &invoice(number), None, by, at(1)).await), taken);
    }
    let note = DocumentFields { kind: DocumentKind::CreditNote, ..invoice("F 1") };
    documents::add(&mut tx, beta, &note, None, by, at(1)).await.unwrap();

    documents::remove(&mut tx, first, at(2)).await.unwrap();
    documents::remove(&mut tx, first, at(3)).await.unwrap();
    assert_eq!(documents::get(&mut tx, first).await.unwrap().removed_at, Some(at(2)));
    assert!(matches!(documents::place(&mut tx, first).await, Err(StoreError::NotFound)));
    documents::restore(&mut tx, first, at(4)).await.unwrap();
    documents::restore(&mut tx, first, at(4)).await.unwrap();
    documents::remove(&mut tx, first, at(5)).await.unwrap();
    documents::add(&mut tx, beta, &invoice("F 1"), None, by, at(6)).await.unwrap();
    let stays = documents::restore(&mut tx, first, at(7)).await;
    assert!(matches!(stays, Err(StoreError::Refused(documents::NUMBER_TAKEN))), "{stays:?}");
    assert_eq!(documents::sweep(&mut tx, at(5)).await.unwrap(), 0);
    assert_eq!(documents::sweep(&mut tx, at(6)).await.unwrap(), 1, "a day later, for good");
    assert!(matches!(documents::restore(&mut tx, first, at(8)).await, Err(StoreError::NotFound)));
}
store::both!(p30_a_number_belongs_to_one_document_of_its_kind, numbers);

async fn at_once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let (acme, beta) = (client(&mut tx, "C1", "ACME").await, client(&mut tx, "C2", "Beta").await);
    tx.commit().await.unwrap();
    let adding = [acme, beta, acme, beta].map(|client| {
        let pool = fresh.pool.clone();
        tokio::spawn(async move {
            let mut tx = pool.write().await?;
            let id = documents::add(&mut tx, client, &invoice("F-1"), None, by, at(1)).await?;
            tx.commit().await?;
            Result::Ok(id)
        })
    });
    let (mut won, mut refused) = (0, 0);
    for done in adding {
        match done.await.unwrap() {
            Ok(_) => won += 1,
            other => {
                assert_eq!(refused_at(other).field, "number");
                refused += 1;
            }
        }
    }
    assert_eq!((won, refused), (1, 3));
}
store::both!(p30_of_several_who_put_in_one_number_at_once_one_does_it, at_once);

async fn foreign(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let (acme, beta) = (client(&mut tx, "C1", "ACME").await, client(&mut tx, "C2", "Beta").await);
    let there = site(&mut tx, beta, "Liège").await;
    for site in [there, SiteId(99)] {
        let fields = DocumentFields { site: Some(site), ..invoice("F-1") };
        let wrong = refused_at(documents::add(&mut tx, acme, &fields, None, by, at(1)).await);
        assert_eq!(wrong, FieldProblem::new("site", Problem::ForeignSite));
    }
    let marie = contact(&mut tx, "Marie Durand", "m@acme.example").await;
    let fields = DocumentFields { contact: Some(marie), ..invoice("F-1") };
    let not_of_it = FieldProblem::new("contact", Problem::Document(DocumentProblem::ForeignContact));
    assert_eq!(refused_at(documents::add(&mut tx, acme, &fields, None, by, at(1)).await), not_of_it);
    let link = affiliated(&mut tx, marie, acme).await;
    affiliations::end(&mut tx, link, at(2)).await.unwrap();
    assert_eq!(refused_at(documents::add(&mut tx, acme, &fields, None, by, at(3)).await), not_of_it);
    affiliations::resume(&mut tx, link, at(4)).await.unwrap();
    contacts::remove(&mut tx, marie, at(5)).await.unwrap();
    assert_eq!(refused_at(documents::add(&mut tx, acme, &fields, None, by, at(6)).await), not_of_it, "P06");
    contacts::restore(&mut tx, marie, at(7)).await.unwrap();
    documents::add(&mut tx, acme, &fields, None, by, at(8)).await.unwrap();
    let nowhere = documents::add(&mut tx, ClientId(99), &invoice("F-2"), None, by, at(9)).await;
    assert!(matches!(nowhere, Err(StoreError::NotFound)));
}
store::both!(p30_sites_and_contacts_are_those_of_the_client, foreign);

async fn listed(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let (acme, beta) = (client(&mut tx, "C1", "ACME").await, client(&mut tx, "C2", "Beta").await);
    for n in 1..=60u8 {
        let day = Day::new(2026, 1 + n % 12, 1 + n % 28).unwrap();
        let fields = DocumentFields { day, ..invoice(&format!("F-{n}")) };
        documents::add(&mut tx, acme, &fields, None, by, at(1)).await.unwrap();
    }
    let other = documents::add(&mut tx, beta, &invoice("B-1"), None, by, at(2)).await.unwrap();
    let first = documents::list(&mut tx, Some(acme), PageFrom::Start).await.unwrap();
    assert_eq!((first.rows.len(), first.earlier, first.later, first.total), (50, false, true, 60));
    assert!(first.rows.is_sorted_by(|a, b| (a.day, a.id) > (b.day, b.id)), "the newest first");
    let after = PageFrom::After(first.rows[49].id.0);
    let second = documents::list(&mut tx, Some(acme), after).await.unwrap();
    assert_eq!((second.rows.len(), second.earlier, second.later), (10, true, false));
    let before = PageFrom::Before(second.rows[0].id.0);
    assert_eq!(documents::list(&mut tx, Some(acme), before).await.unwrap().rows, first.rows);
    assert_eq!(documents::list(&mut tx, None, PageFrom::Start).await.unwrap().total, 61);
    documents::remove(&mut tx, other, at(3)).await.unwrap();
    assert!(documents::list(&mut tx, Some(beta), PageFrom::Start).await.unwrap().rows.is_empty());
    assert_eq!(documents::count(&mut tx, beta).await.unwrap(), 0);
}
store::both!(documents_are_listed_the_newest_first_page_by_page, listed);

async fn kept(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let acme = client(&mut tx, "C1", "ACME").await;
    let gand = site(&mut tx, acme, "Gand").await;
    let pdf = blobs::add(&mut tx, b"%PDF-1.7", at(0)).await.unwrap();
    let fields = DocumentFields { site: Some(gand), ..invoice("F-1") };
    let id = documents::add(&mut tx, acme, &fields, Some(("f.pdf", &pdf)), by, at(0)).await.unwrap();
    sites::remove(&mut tx, gand).await.unwrap();
    assert_eq!(documents::get(&mut tx, id).await.unwrap().site, None);
    tx.commit().await.unwrap();
    assert_eq!(blobs::sweep(&fresh.pool, at(100_000)).await.unwrap(), 0, "its file stays");
    let mut tx = fresh.pool.write().await.unwrap();
    documents::remove(&mut tx, id, at(1)).await.unwrap();
    documents::sweep(&mut tx, at(100_000)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(blobs::sweep(&fresh.pool, at(100_000)).await.unwrap(), 1);
}
store::both!(a_documents_file_stays_as_long_as_it_does_and_a_site_may_go, kept);

async fn several(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = nadia(&mut tx).await;
    let acme = client(&mut tx, "C1", "ACME").await;
    let mut ids = vec![];
    for number in ["F-1", "F-2", "F-3"] {
        ids.push(documents::add(&mut tx, acme, &invoice(number), None, by, at(0)).await.unwrap());
    }
    documents::remove(&mut tx, ids[1], at(1)).await.unwrap();
    let asked = [ids[2], ids[1], ids[0], DocumentId(999)];
    let mut found = documents::several(&mut tx, &asked).await.unwrap();
    found.sort_by_key(|document| document.id);
    let one_by_one = [documents::get(&mut tx, ids[0]).await.unwrap(), documents::get(&mut tx, ids[2]).await.unwrap()];
    assert_eq!(found, one_by_one, "neither the removed one nor one that never was");
    assert!(documents::several(&mut tx, &[]).await.unwrap().is_empty());
    assert!(documents::mails_of(&mut tx, &asked).await.unwrap().is_empty(), "nothing was sent of them");
    assert!(documents::reached(&mut tx, &asked).await.unwrap().is_empty());
}
store::both!(p34_several_documents_are_read_at_once, several);
