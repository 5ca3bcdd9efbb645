//! P31: documents that leave by themselves as they arrive, and those that wait for a person.

use crate::office::{Office, PDF, office, office_on};
use http::StatusCode;
use model::{
    AccountOwner, DocumentId, DocumentKind, Lang, Phrase, Settings, UserId,
    send::{BatchState, BatchSummary},
};
use store::{
    accounts,
    documents::arrivals,
    phrases::{self, Seen},
    sends,
    testing::{self, mailbox_account},
};

const WAITING: &str = "/documents/en-attente";

impl Office {
    /// Invoices leave as they arrive; nothing really does for two minutes.
    pub async fn on_arrival(&self) {
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        let kinds = vec![DocumentKind::Invoice];
        let settings = Settings { send_on_arrival: kinds, undo_seconds: 120, ..Settings::default() };
        store::change_settings(&mut tx, &settings, app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn account(&self) {
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        let form = mailbox_account("compta@maison.example").check(None, &[]).unwrap();
        accounts::add(&mut tx, &self.desk.house.keys, AccountOwner::Organisation, &form, app::clock::now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn main_address(&self, address: &str) {
        let client = self.desk.acme.to_string();
        let form = [
            ("id", client.as_str()),
            ("version", "1"),
            ("draft[reference]", "ACME"),
            ("draft[label]", "ACME"),
            ("draft[kind]", "professional"),
            ("draft[language]", "fr"),
            ("draft[email]", address),
        ];
        assert_eq!(self.desk.send("/api/clients/save", &form).await.status(), StatusCode::OK);
    }

    pub async fn arrives(&self, number: &str) -> i64 {
        let (status, said) = self.put_with(&[("number", number)]).await;
        assert_eq!(status, StatusCode::CREATED, "{said}");
        said["id"].as_i64().unwrap()
    }

    pub async fn sent(&self) -> Vec<BatchSummary> {
        let mut tx = self.desk.house.fresh.pool.read().await.unwrap();
        sends::list(&mut tx, sends::Filter::Client(self.desk.acme), None, 20).await.unwrap()
    }

    pub async fn due(&self) -> Vec<DocumentId> {
        arrivals::due(&mut self.desk.house.fresh.pool.read().await.unwrap(), 9).await.unwrap()
    }
}

async fn leaves(office: Office) {
    office.account().await;
    office.main_address("info@acme.example").await;
    office.arrives("F-0").await;
    assert!(office.sent().await.is_empty(), "off by default");
    office.on_arrival().await;
    let id = office.arrives("F-1").await;
    let sent = office.sent().await;
    assert_eq!(sent.len(), 1);
    assert_eq!((sent[0].subject.as_str(), &sent[0].by), ("Facture F-1", &None));
    let batch = sends::get(&mut office.desk.house.fresh.pool.read().await.unwrap(), sent[0].id).await.unwrap();
    assert_eq!((batch.messages.len(), batch.messages[0].deliveries[0].address.as_str()), (1, "info@acme.example"));
    assert_eq!(batch.messages[0].from_address, "compta@maison.example", "P28");
    assert!(batch.undo_until.is_some() && batch.state == BatchState::Running, "it can be cancelled");
    // Brought again, looked for again: once.
    assert_eq!(office.put_with(&[("number", "F-1")]).await.0, StatusCode::OK);
    assert!(office.due().await.is_empty());
    let page = office.page(&format!("/documents/{id}")).await;
    for told in ["Facture F-1", "info@acme.example", "envoi automatique"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(office.page("/envois").await.contains("envoi automatique"));
    // What is put in by hand never leaves by itself.
    let client = office.desk.acme.to_string();
    let order =
        [("client", client.as_str()), ("draft[kind]", "order"), ("draft[number]", "C-1"), ("draft[day]", "2026-11-23")];
    assert_eq!(office.desk.send("/api/documents/add", &order).await.status(), StatusCode::OK);
    assert_eq!(
        office.put(&[("kind", "order"), ("number", "C-2"), ("day", "2026-11-23"), ("client", "ACME")], None).await.0,
        StatusCode::CREATED
    );
    assert_eq!(office.sent().await.len(), 1, "only the kinds that were ticked");
}

/// P31, P50
#[tokio::test]
async fn p31_an_invoice_leaves_as_it_arrives_on_sqlite() {
    leaves(office().await).await;
}

/// P31, P50
#[tokio::test]
async fn p31_an_invoice_leaves_as_it_arrives_on_postgres() {
    leaves(office_on(testing::postgres().await).await).await;
}

async fn waits(office: Office) {
    office.on_arrival().await;
    let id = office.arrives("F-1").await;
    let page = office.page(WAITING).await;
    assert!(page.contains("Facture F-1") && page.contains("Personne ne le reçoit d’office"), "{page}");
    let home = office.page("/").await;
    assert!(home.contains("1 document attend d’être envoyé") && home.contains(&format!("/documents/{id}")), "{home}");
    // With an address and no account it waits for the account.
    office.main_address("info@acme.example").await;
    office.arrives("F-2").await;
    assert!(office.page(WAITING).await.contains("Aucun compte d’envoi de la société"));
    office.account().await;
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let phrase = Phrase { subject: "Facture <MONTANT>".into(), text: "Bonjour".into() };
    let seen = Seen { kind: DocumentKind::Invoice, language: Lang::Fr, version: 0 };
    phrases::save(&mut tx, seen, &phrase, UserId(1), app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    office.desk.marie().await;
    let hers = [("number", "F-3"), ("amount", ""), ("contact", "marie@acme.example")];
    assert_eq!(office.put_with(&hers).await.0, StatusCode::CREATED);
    let page = office.page(WAITING).await;
    assert!(page.contains("ACME · Marie Durand"), "whom it is for: {page}");
    assert!(page.contains("La phrase demande") && page.contains("3 documents attendent"), "P35: {page}");
    assert!(office.sent().await.is_empty() && office.due().await.is_empty());

    // Sent by hand, it waits no more.
    let sheet = format!("/documents/{id}");
    let form =
        [("id", id.to_string()), ("to", "main".into()), ("shown", "info@acme.example".into()), ("seen", "0".into())];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let went = office.desk.plain(&sheet, "/api/documents/send", &form).await;
    assert!(went.starts_with("/envois/"), "{went}");
    let page = office.page(WAITING).await;
    assert!(!page.contains("Facture F-1") && page.contains("2 documents attendent"), "{page}");

    // Refused, with the way back.
    let (_, rows) = arrivals::waiting(&mut office.desk.house.fresh.pool.read().await.unwrap(), 9).await.unwrap();
    let other = rows[0].0.id.to_string();
    let went = office.desk.plain(WAITING, "/api/documents/dismiss", &[("id", &other)]).await;
    let page = office.page(&went).await;
    assert!(page.contains("Document écarté : Facture F-2") && page.contains("1 document attend"), "{page}");
    assert_eq!(office.desk.plain(&went, "/api/documents/undismiss", &[("id", &other)]).await, WAITING);
    assert!(office.page(WAITING).await.contains("2 documents attendent"));
}

/// P31
#[tokio::test]
async fn p31_what_cannot_leave_waits_for_a_person_on_sqlite() {
    waits(office().await).await;
}

/// P31
#[tokio::test]
async fn p31_what_cannot_leave_waits_for_a_person_on_postgres() {
    waits(office_on(testing::postgres().await).await).await;
}

/// P31: a crash between the arrival and the mails loses nothing and sends nothing twice; two machines that find it at once are one.
#[tokio::test]
async fn p31_what_a_crash_left_leaves_once() {
    let office = office_on(testing::postgres().await).await;
    office.account().await;
    office.main_address("info@acme.example").await;
    office.on_arrival().await;
    let pool = &office.desk.house.fresh.pool;
    let mut tx = pool.write().await.unwrap();
    let draft = model::document::IncomingDraft {
        kind: "invoice".into(),
        number: "F-1".into(),
        day: "2026-11-23".into(),
        amount: "12".into(),
        client: "ACME".into(),
        ..Default::default()
    };
    let stored = store::blobs::add(&mut tx, PDF.as_bytes(), app::clock::now()).await.unwrap();
    let incoming = draft.check(true).unwrap();
    let arriving = store::documents::Arriving {
        incoming: &incoming,
        file: Some(("f.pdf", &stored)),
        by: store::documents::By::CommandLine,
    };
    store::documents::arrive(&mut tx, arriving, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(office.due().await.len(), 1, "as a crash leaves it");
    let services = crate::support::services(&office.desk.house.fresh, &office.desk.house.keys).await;
    let rounds = [0, 1, 2, 3].map(|_| {
        let services = services.clone();
        tokio::spawn(async move { app::documents::send_arrived(&services).await.unwrap() })
    });
    let mut queued = 0;
    for round in rounds {
        queued += round.await.unwrap();
    }
    assert_eq!((queued, office.sent().await.len()), (1, 1));
    assert!(office.due().await.is_empty());
}
