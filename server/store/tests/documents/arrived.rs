//! Documents that come from programs and indexes (P30), and those that are to leave by themselves (P31), on both databases.

use crate::{at, book::*, nadia};
use model::{
    DocumentId, DocumentKind, DocumentProblem, EmailAddress, FieldProblem, Problem, ProgramId, Settings,
    document::{Incoming, IncomingDraft, WaitsFor},
};
use store::{
    StoreError, Tx,
    blobs::{self, Stored},
    documents::{self, Arrived, Arriving, By, arrivals, arrive},
    programs, sites,
    testing::Fresh,
};

fn draft(number: &str) -> IncomingDraft {
    IncomingDraft {
        kind: "invoice".into(),
        number: number.into(),
        day: "2026-11-23".into(),
        amount: "12,50".into(),
        client: "c1".into(),
        ..IncomingDraft::default()
    }
}

fn incoming(number: &str) -> Incoming {
    draft(number).check(true).unwrap()
}

/// ACME with a site and a contact, and a program that is allowed in.
async fn house(tx: &mut Tx) -> ProgramId {
    let by = nadia(tx).await;
    let acme = client(tx, "C1", "ACME").await;
    let marie = contact(tx, "Marie Durand", "m@acme.example").await;
    affiliated(tx, marie, acme).await;
    site(tx, acme, "Gand").await;
    let beta = client(tx, "C2", "Beta").await;
    site(tx, beta, "Liège").await;
    programs::add(tx, "Compta", b"hash", by, None, at(0)).await.unwrap()
}

async fn pdf(tx: &mut Tx, text: &str) -> Stored {
    blobs::add(tx, format!("%PDF-1.7 {text}").as_bytes(), at(0)).await.unwrap()
}

async fn put(tx: &mut Tx, incoming: &Incoming, file: &Stored, by: ProgramId) -> Arrived {
    let arriving = Arriving { incoming, file: Some(("f.pdf", file)), by: By::Program(by) };
    arrive(tx, arriving, at(1)).await.unwrap()
}

fn new(arrived: Arrived) -> DocumentId {
    match arrived {
        Arrived::New(id) => id,
        other => panic!("not new: {other:?}"),
    }
}

async fn once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = house(&mut tx).await;
    let (one, two) = (pdf(&mut tx, "un").await, pdf(&mut tx, "deux").await);
    let full = Incoming {
        site: Some("GAND".into()),
        contact: Some(EmailAddress::parse("M@acme.example").unwrap()),
        ..incoming("F-1")
    };
    let id = new(put(&mut tx, &full, &one, by).await);
    let found = documents::get(&mut tx, id).await.unwrap();
    assert_eq!(found.created_by.as_deref(), Some("Compta"), "P50");
    assert_eq!(found.site.clone().map(|(_, label)| label).as_deref(), Some("Gand"));
    assert_eq!(found.contact.clone().map(|(_, name)| name).as_deref(), Some("Marie Durand"));
    assert_eq!(put(&mut tx, &full, &one, by).await, Arrived::Same(id));
    let folded =
        Incoming { fields: model::DocumentFields { number: " f-1 ".into(), ..full.fields.clone() }, ..full.clone() };
    assert_eq!(put(&mut tx, &folded, &one, by).await, Arrived::Same(id));
    assert_eq!(documents::get(&mut tx, id).await.unwrap(), found, "nothing changed");
    assert_eq!(put(&mut tx, &full, &two, by).await, Arrived::Other(id, vec!["file"]));
    let other = IncomingDraft { amount: "13".into(), day: "2026-11-24".into(), client: "C2".into(), ..draft("F-1") };
    let differs = put(&mut tx, &other.check(true).unwrap(), &one, by).await;
    assert_eq!(differs, Arrived::Other(id, vec!["client", "day", "amount", "site", "contact"]));
    let free = IncomingDraft { amount: String::new(), ..draft("F-1") }.check(true).unwrap();
    let free = Incoming { site: full.site.clone(), contact: full.contact.clone(), ..free };
    assert_eq!(put(&mut tx, &free, &one, by).await, Arrived::Other(id, vec!["amount"]));
    let dollars = Incoming {
        fields: IncomingDraft { currency: "usd".into(), ..draft("F-1") }.check(true).unwrap().fields,
        ..full.clone()
    };
    assert_eq!(put(&mut tx, &dollars, &one, by).await, Arrived::Other(id, vec!["currency"]));
    // Its number is free once it is removed.
    documents::remove(&mut tx, id, at(2)).await.unwrap();
    assert_ne!(new(put(&mut tx, &full, &one, by).await), id);
    tx.commit().await.unwrap();
}
store::both!(p30_the_same_document_again_is_no_second_one, once);

async fn refused(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = house(&mut tx).await;
    let file = pdf(&mut tx, "un").await;
    let alien = contact(&mut tx, "Paul Petit", "p@beta.example").await;
    let at_field = |field: &str, problem: Problem| Arrived::Refused(vec![FieldProblem::new(field, problem)]);
    let no_client = Incoming { client: "C9".into(), ..incoming("F-1") };
    let unknown = at_field("client", DocumentProblem::UnknownClient.into());
    assert_eq!(put(&mut tx, &no_client, &file, by).await, unknown);
    let elsewhere = Incoming { site: Some("Liège".into()), ..incoming("F-1") };
    assert_eq!(put(&mut tx, &elsewhere, &file, by).await, at_field("site", Problem::ForeignSite));
    let foreign = at_field("contact", DocumentProblem::ForeignContact.into());
    for address in ["p@beta.example", "nobody@acme.example"] {
        let contact = Some(EmailAddress::parse(address).unwrap());
        assert_eq!(put(&mut tx, &Incoming { contact, ..incoming("F-1") }, &file, by).await, foreign, "{alien}");
    }
    let acme = store::clients::find_by_reference(&mut tx, "C1").await.unwrap().unwrap();
    sites::add(&mut tx, acme, &a_site("Bruges"), at(1)).await.unwrap();
    sites::add(&mut tx, acme, &a_site("bruges"), at(1)).await.unwrap();
    let several = Incoming { site: Some("BRUGES".into()), ..incoming("F-1") };
    let which = at_field("site", DocumentProblem::SeveralSites.into());
    assert_eq!(put(&mut tx, &several, &file, by).await, which);
    new(put(&mut tx, &Incoming { site: Some("Bruges".into()), ..incoming("F-1") }, &file, by).await);
}
store::both!(p30_what_names_nobody_is_refused_and_nothing_is_guessed, refused);

async fn at_once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = house(&mut tx).await;
    let file = pdf(&mut tx, "un").await;
    tx.commit().await.unwrap();
    let putting = [0, 1, 2, 3].map(|_| {
        let pool = fresh.pool.clone();
        tokio::spawn(async move {
            let mut tx = pool.write().await.unwrap();
            let arrived = put(&mut tx, &incoming("F-1"), &file, by).await;
            tx.commit().await.unwrap();
            arrived
        })
    });
    let mut fresh_ones = 0;
    for done in putting {
        match done.await.unwrap() {
            Arrived::New(_) => fresh_ones += 1,
            Arrived::Same(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(fresh_ones, 1);
}
store::both!(p30_of_the_same_brought_at_once_one_is_new, at_once);

async fn to_leave(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = house(&mut tx).await;
    let file = pdf(&mut tx, "un").await;
    new(put(&mut tx, &incoming("F-0"), &file, by).await);
    assert_eq!(arrivals::due(&mut tx, 9).await.unwrap(), [], "off by default");
    let settings = Settings { send_on_arrival: vec![DocumentKind::Invoice], ..Settings::default() };
    store::change_settings(&mut tx, &settings, at(1)).await.unwrap();
    let id = new(put(&mut tx, &incoming("F-1"), &file, by).await);
    assert_eq!(put(&mut tx, &incoming("F-1"), &file, by).await, Arrived::Same(id));
    let order = IncomingDraft { kind: "order".into(), ..draft("C-1") }.check(true).unwrap();
    new(put(&mut tx, &order, &file, by).await);
    assert_eq!(arrivals::due(&mut tx, 9).await.unwrap(), [id], "once, and only of its kind");

    arrivals::wait(&mut tx, id, WaitsFor::Recipient).await.unwrap();
    arrivals::wait(&mut tx, id, WaitsFor::Account).await.unwrap();
    assert_eq!(arrivals::waits_for(&mut tx, id).await.unwrap(), Some(WaitsFor::Recipient));
    assert!(!arrivals::take(&mut tx, id).await.unwrap(), "it waits for a person");
    let (count, first) = arrivals::waiting(&mut tx, 5).await.unwrap();
    assert_eq!((count, first.len(), first[0].0.id, first[0].1), (1, 1, id, WaitsFor::Recipient));
    documents::remove(&mut tx, id, at(2)).await.unwrap();
    assert_eq!(arrivals::waiting(&mut tx, 5).await.unwrap().0, 0);
    documents::restore(&mut tx, id, at(3)).await.unwrap();
    arrivals::dismiss(&mut tx, id, at(4)).await.unwrap();
    arrivals::dismiss(&mut tx, id, at(5)).await.unwrap();
    assert_eq!(arrivals::waiting(&mut tx, 5).await.unwrap().0, 0);
    arrivals::undismiss(&mut tx, id).await.unwrap();
    assert_eq!(arrivals::waiting(&mut tx, 5).await.unwrap().0, 1);
    arrivals::dismiss(&mut tx, id, at(6)).await.unwrap();
    documents::sweep(&mut tx, at(7)).await.unwrap();
    assert!(matches!(arrivals::undismiss(&mut tx, id).await, Err(StoreError::NotFound)));
    assert!(matches!(arrivals::dismiss(&mut tx, DocumentId(999), at(8)).await, Err(StoreError::NotFound)));
    documents::remove(&mut tx, id, at(9)).await.unwrap();
    documents::sweep(&mut tx, at(10)).await.unwrap();
}
store::both!(p31_what_is_to_leave_stands_there_from_its_arrival_on, to_leave);
