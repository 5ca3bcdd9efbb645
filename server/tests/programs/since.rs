//! P31: what became otherwise since a document arrived: it was sent and called off, its kind was unticked, it was removed and brought again.

use crate::office::{Office, office_on};
use http::StatusCode;
use model::{BatchId, DocumentKind, Settings, document::DocumentState};
use store::{
    documents::{self, arrivals},
    outbox, sends,
    testing::{self, Fresh},
};

const WAITING: &str = "/documents/en-attente";

impl Office {
    async fn pressed(&self, id: i64, to: &str, shown: &str, seen: i64) -> BatchId {
        let form = [("id", id.to_string()), ("to", to.into()), ("shown", shown.into()), ("seen", seen.to_string())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let went = self.desk.plain(&format!("/documents/{id}"), "/api/documents/send", &form).await;
        BatchId(went.trim_start_matches("/envois/").parse().unwrap_or_else(|_| panic!("went to {went}")))
    }

    async fn state(&self, id: i64) -> DocumentState {
        let mut tx = self.desk.house.fresh.pool.read().await.unwrap();
        documents::get(&mut tx, model::DocumentId(id)).await.unwrap().state
    }

    async fn ticked(&self, kinds: &[DocumentKind]) {
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        let settings = Settings { send_on_arrival: kinds.to_vec(), undo_seconds: 120, ..Settings::default() };
        store::change_settings(&mut tx, &settings, app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn removed(&self, id: i64) {
        let mut tx = self.desk.house.fresh.pool.write().await.unwrap();
        documents::remove(&mut tx, model::DocumentId(id), app::clock::now()).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// A copy for oneself ends no waiting (P32); « Annuler l'envoi » gives back the waiting that a sending ended.
async fn called_off(fresh: Fresh) {
    let office = office_on(fresh).await;
    office.on_arrival().await;
    office.account().await;
    let id = office.arrives("F-1").await;
    let waits = async || office.page(WAITING).await.contains("Facture F-1");
    assert!(waits().await, "nobody receives it by itself");
    let me = office.pressed(id, "me", "administrator@bonport.example", 0).await;
    assert_eq!(office.state(id).await, DocumentState::None, "a copy for oneself is no sending");
    assert!(waits().await);
    let page = office.page(&format!("/documents/{id}")).await;
    assert!(page.contains(&format!("href=\"/envois/{me}\"")), "P50: it is in its history: {page}");

    office.main_address("info@acme.example").await;
    let batch = office.pressed(id, "main", "info@acme.example", 1).await;
    assert_eq!(office.state(id).await, DocumentState::Waiting);
    assert!(!waits().await);
    let now = app::clock::now();
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    outbox::cancel(&mut tx, batch, model::UserId(1), now).await.unwrap();
    tx.commit().await.unwrap();
    assert!(waits().await, "what was called off waits again");
    assert!(office.page("/").await.contains("1 document attend d’être envoyé"));

    // Once it was sent for good, the waiting is over, and forgotten.
    let batch = office.pressed(id, "main", "info@acme.example", 2).await;
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    documents::sweep(&mut tx, now.plus_seconds(60)).await.unwrap();
    outbox::cancel(&mut tx, batch, model::UserId(1), now).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!waits().await, "a day later it is too late for that");
}

/// P31, P32
#[tokio::test]
async fn p31_a_sending_that_is_called_off_gives_the_waiting_back_on_sqlite() {
    called_off(testing::sqlite().await).await;
}

/// P31, P32
#[tokio::test]
async fn p31_a_sending_that_is_called_off_gives_the_waiting_back_on_postgres() {
    called_off(testing::postgres().await).await;
}

/// Due as an import leaves it; unticked before it is taken.
async fn unticked(fresh: Fresh) {
    let office = office_on(fresh).await;
    office.account().await;
    office.main_address("info@acme.example").await;
    office.on_arrival().await;
    let draft = model::document::IncomingDraft {
        kind: "invoice".into(),
        number: "F-1".into(),
        day: "2026-11-23".into(),
        client: "ACME".into(),
        ..Default::default()
    };
    let incoming = draft.check(true).unwrap();
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    let stored = store::blobs::add(&mut tx, b"%PDF-1.7", app::clock::now()).await.unwrap();
    let arriving =
        documents::Arriving { incoming: &incoming, file: Some(("f.pdf", &stored)), by: documents::By::CommandLine };
    documents::arrive(&mut tx, arriving, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    office.ticked(&[DocumentKind::Order]).await;
    assert_eq!(app::documents::send_arrived(&office.desk.house.services).await.unwrap(), 0);
    assert!(office.sent().await.is_empty() && office.due().await.is_empty());
    let page = office.page(WAITING).await;
    assert!(page.contains("Facture F-1") && page.contains("ne partent plus d’eux-mêmes"), "{page}");
    // Ticked again, what was stopped stays with a person.
    office.on_arrival().await;
    assert_eq!(app::documents::send_arrived(&office.desk.house.services).await.unwrap(), 0);
    assert!(office.sent().await.is_empty());
}

/// P31
#[tokio::test]
async fn p31_what_is_due_stops_when_its_kind_is_unticked_on_sqlite() {
    unticked(testing::sqlite().await).await;
}

/// P31
#[tokio::test]
async fn p31_what_is_due_stops_when_its_kind_is_unticked_on_postgres() {
    unticked(testing::postgres().await).await;
}

async fn brought_again(fresh: Fresh) {
    let office = office_on(fresh).await;
    office.account().await;
    office.main_address("info@acme.example").await;
    office.on_arrival().await;
    let first = office.arrives("F-1").await;
    assert_eq!(office.sent().await.len(), 1);
    office.removed(first).await;
    let again = office.arrives("F-1").await;
    assert_ne!(first, again);
    assert_eq!(office.sent().await.len(), 1, "it had left");
    let page = office.page(WAITING).await;
    assert!(page.contains("Facture F-1") && page.contains("déjà parti avant d’être supprimé"), "{page}");
    // One that had not left does: called off, removed, brought again.
    office.arrives("F-2").await;
    let batch = office.sent().await[0].id;
    let mut tx = office.desk.house.fresh.pool.write().await.unwrap();
    outbox::cancel(&mut tx, batch, model::UserId(1), app::clock::now()).await.unwrap();
    let view = sends::get(&mut tx, batch).await.unwrap();
    tx.commit().await.unwrap();
    office.removed(view.messages[0].documents[0].0.0).await;
    office.arrives("F-2").await;
    assert_eq!(office.sent().await.len(), 3);
    let mut tx = office.desk.house.fresh.pool.read().await.unwrap();
    assert_eq!(arrivals::waiting(&mut tx, 9).await.unwrap().0, 1);
    drop(tx);
    assert_eq!(office.put_with(&[("number", "F-1")]).await.0, StatusCode::OK, "the same again is no other");
}

/// P31
#[tokio::test]
async fn p31_what_left_and_was_removed_does_not_leave_again_by_itself_on_sqlite() {
    brought_again(testing::sqlite().await).await;
}

/// P31
#[tokio::test]
async fn p31_what_left_and_was_removed_does_not_leave_again_by_itself_on_postgres() {
    brought_again(testing::postgres().await).await;
}
