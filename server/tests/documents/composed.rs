//! « Choisir les destinataires… » (P27, P32): the composer opens on a document, and what leaves from there is the document's.

use crate::{desk::Desk, send::office, support::posted};
use http::StatusCode;
use model::{DraftId, compose::SavedDraft, send::Enqueued};

const COMPOSE: &str = "/api/documents/compose";

impl Desk {
    /// Presses the button of this document's page; the draft that opens.
    async fn composed(&self, page: &str) -> SavedDraft {
        let id = page.trim_start_matches("/documents/");
        let went = self.plain(page, COMPOSE, &[("id", id)]).await;
        let draft = DraftId(went.trim_start_matches("/ecrire?brouillon=").parse().unwrap());
        self.draft(draft).await.unwrap()
    }

    async fn draft(&self, id: DraftId) -> store::Result<SavedDraft> {
        let mut tx = self.house.fresh.pool.read().await.unwrap();
        store::drafts::get(&mut tx, model::UserId(1), id).await
    }

    async fn leave(&self, saved: &SavedDraft, key: &str) -> String {
        let draft = serde_json::to_string(&saved.draft).unwrap();
        let files: Vec<i64> = saved.attachments.iter().map(|file| file.id.0).collect();
        let body = format!(r#"{{"id":{},"draft":{draft},"files":{files:?},"idem_key":"{key}"}}"#, saved.id);
        let answer = self.house.ask(posted(&self.cookie, "/api/compose/send", &body)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let done: Enqueued = serde_json::from_str(&crate::support::text(answer).await).unwrap();
        format!("/envois/{}", done.batch_id)
    }
}

/// P27
#[tokio::test]
async fn p27_the_composer_opens_with_the_documents_recipients_text_and_pdf() {
    let (desk, page) = office().await;
    let saved = desk.composed(&page).await;
    let to: Vec<_> = saved.draft.recipients.iter().map(|to| to.address.as_str()).collect();
    assert_eq!(to, ["info@acme.example", "marie@acme.example"]);
    assert_eq!(saved.draft.subject, "Facture 2026-0147");
    assert!(saved.draft.body.contains("2026-0147"), "{}", saved.draft.body);
    assert_eq!(saved.draft.client_id, Some(desk.acme));
    let files: Vec<_> = saved.attachments.iter().map(|file| (file.name.as_str(), file.media_type.as_str())).collect();
    assert_eq!(files, [("Facture été.pdf", "application/pdf")]);
    let form = desk.show(&format!("/ecrire?brouillon={}", saved.id)).await;
    assert!(form.contains("marie@acme.example") && form.contains("Facture été.pdf"), "{form}");

    // One in which nothing was written gives way to the next; one that was touched stays.
    let next = desk.composed(&page).await;
    assert!(matches!(desk.draft(saved.id).await, Err(store::StoreError::NotFound)));
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let (user, now) = (model::UserId(1), app::clock::now());
    store::drafts::save(&mut tx, user, next.id, &next.draft, next.version, now).await.unwrap();
    tx.commit().await.unwrap();
    desk.composed(&page).await;
    assert!(desk.draft(next.id).await.is_ok());
}

/// P50
#[tokio::test]
async fn p50_what_leaves_from_the_composer_is_in_the_documents_history() {
    let (desk, page) = office().await;
    let saved = desk.composed(&page).await;
    let went = desk.leave(&saved, "key-of-a-form").await;
    let batch = desk.batch(&went).await;
    assert_eq!(batch.messages.len(), 1, "one mail, as a person writes");
    assert_eq!(batch.messages[0].attachments.len(), 1, "its PDF once");
    assert!(desk.show(&page).await.contains(&format!("href=\"{went}\"")), "among the document's sends");

    // Without its PDF a mail is not the document.
    let saved = desk.composed(&page).await;
    let file = saved.attachments[0].id;
    let body = format!(r#"{{"draft":{},"file":{file}}}"#, saved.id);
    let detached = desk.house.ask(posted(&desk.cookie, "/api/compose/detach", &body)).await;
    assert_eq!(detached.status(), StatusCode::OK);
    let went = desk.leave(&SavedDraft { attachments: vec![], ..saved }, "key-of-another").await;
    assert!(!desk.show(&page).await.contains(&format!("href=\"{went}\"")));
}

/// P05
#[tokio::test]
async fn p05_a_removed_document_is_not_written_about() {
    let (desk, page) = office().await;
    let id = page.trim_start_matches("/documents/").to_owned();
    let _: () = desk.ask("/api/documents/remove", &[("id", &id)]).await;
    assert_eq!(desk.send(COMPOSE, &[("id", &id)]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(desk.send(COMPOSE, &[("id", "99")]).await.status(), StatusCode::NOT_FOUND);
}
