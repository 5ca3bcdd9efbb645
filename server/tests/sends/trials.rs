//! A desk whose mails came to chosen ends, without a mail server: what the outbox's worker would write, in one
//! transaction, so that the real worker never sees them due.

use crate::desk::{Desk, desk};
use crate::support::{posted, text};
use axum::response::Response;
use http::StatusCode;
use model::{AccountOwner, AccountState, BatchId, DeliveryId, Moment, send::Enqueued};
use serde::de::DeserializeOwned;
use store::Tx;
use store::outbox::{self, Lease, Next, Settled};

pub const SENT: Next = Next::Sent { test_mailbox: false };

pub fn put_off() -> Next {
    Next::Queued { due_at: app::clock::now().plus_seconds(7200), counted: true, dup_risk: false }
}

/// So many seconds for cancelling.
pub async fn desk_that_holds(seconds: i64) -> Desk {
    let desk = desk().await;
    let mut tx = desk.house.fresh.pool.write().await.unwrap();
    let mut settings = store::settings(&mut tx).await.unwrap();
    settings.undo_seconds = seconds;
    store::change_settings(&mut tx, &settings, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    desk
}

impl Desk {
    /// A mail to so many addresses, sent with the wasm's form.
    pub async fn mail(&self, key: &str, addresses: usize) -> BatchId {
        let recipients: Vec<_> =
            (0..addresses).map(|n| format!(r#"{{"role":"to","address":"a{n}@x.example"}}"#)).collect();
        let draft = format!(
            r#"{{"client_id":{},"recipients":[{}],"subject":"Devis","body":"Bonjour"}}"#,
            self.client,
            recipients.join(",")
        );
        let answer = self.send(&format!(r#"{{"id":null,"draft":{draft},"files":[],"idem_key":"{key}"}}"#)).await;
        assert_eq!(answer.status(), StatusCode::OK);
        serde_json::from_str::<Enqueued>(&text(answer).await).unwrap().batch_id
    }

    /// The same, and its addresses came to these ends.
    pub async fn ended(&self, key: &str, ends: &[Next]) -> BatchId {
        let batch = self.mail(key, ends.len()).await;
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let (lease, ids) = claim(&mut tx).await;
        settle(&mut tx, &lease, &ids, ends).await;
        outbox::close_if_settled(&mut tx, batch, app::clock::now()).await.unwrap();
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
        batch
    }

    /// Nothing leaves until somebody mends the account.
    pub async fn stop_account(&self) {
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let account = store::accounts::find(&mut tx, AccountOwner::Organisation).await.unwrap().unwrap();
        let now = app::clock::now();
        store::accounts::stop(&mut tx, account.id, AccountState::AuthFailed, "535 non", now).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// As the wasm asks, but for JSON.
    pub async fn act(&self, path: &str, body: &str) -> Response {
        self.house.ask(posted(&self.cookie, path, body)).await
    }

    pub async fn answer<T: DeserializeOwned>(&self, path: &str, body: &str) -> T {
        let answer = self.act(path, body).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path} {body}");
        serde_json::from_str(&text(answer).await).unwrap()
    }

    pub async fn result(&self, batch: BatchId) -> String {
        self.show(&format!("/envois/{batch}")).await
    }
}

/// The account, and the addresses of its next mail, whether its seconds are over or not.
pub async fn claim(tx: &mut Tx) -> (Lease, Vec<DeliveryId>) {
    let later = app::clock::now().plus_seconds(3600);
    outbox::release_due(tx, later).await.unwrap();
    let lease = outbox::lease_account(tx, "a test", later.plus_seconds(60), later).await.unwrap().unwrap();
    let claimed = outbox::claim(tx, &lease, later.plus_seconds(60), later).await.unwrap().unwrap();
    (lease, claimed.deliveries.iter().map(|delivery| delivery.id).collect())
}

pub async fn settle(tx: &mut Tx, lease: &Lease, ids: &[DeliveryId], ends: &[Next]) {
    let now = app::clock::now();
    outbox::begin(tx, lease, ids, now).await.unwrap();
    let ends: Vec<Settled> = ids.iter().zip(ends).map(|(id, next)| end(*id, *next, now)).collect();
    outbox::settle(tx, lease, &ends).await.unwrap();
}

pub fn end(delivery: DeliveryId, next: Next, now: Moment) -> Settled {
    Settled {
        delivery,
        client: None,
        next,
        phase: "dot",
        code: None,
        enhanced: String::new(),
        text: "dropped".into(),
        peer: String::new(),
        tls: String::new(),
        started_at: now,
        ended_at: now,
    }
}
