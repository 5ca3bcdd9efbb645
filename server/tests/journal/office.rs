//! A house whose mails go to a server that takes some, refuses some, puts some off, and hangs up on one.

use crate::smtp_server::{Act, At, Script, SmtpServer};
use crate::support::{House, house_on, posted, text, words_of};
use http::StatusCode;
use model::delivery::{DeliveryState, Kind};
use model::{AccountDraft, AccountId, AccountLimits, AccountOwner, BatchId, Security, Settings, UserRole};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::outbox::{self, NewBatch, limits};
use store::testing::{Fresh, KeptDelivery, kept, new_batch, new_message};
use store::{accounts, change_settings};

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Office {
    house: House,
    pub server: SmtpServer,
    cookie: String,
    account: AccountId,
}

/// What it answers to an address is said by the letters that the address begins with.
fn script() -> Script {
    let speaking = Arc::new(Mutex::new(HashMap::new()));
    let spoken = speaking.clone();
    let asked = move |session: usize, line: &str| {
        let who = line.split(['<', '@']).nth(1).unwrap().to_owned();
        let answer = match kind(&who) {
            "gone" => Act::say(&format!("550 5.1.1 nobody is called <b>{who}</b> & co")),
            "full" => Act::say(&format!("552 5.2.2 {who} has no room")),
            "later" => Act::say(&format!("450 4.2.1 {who}: come back")),
            _ => Act::Usual,
        };
        if matches!(answer, Act::Usual) {
            speaking.lock().unwrap().insert(session, who);
        }
        answer
    };
    Script::default().on(At::Rcpt, move |rcpt| asked(rcpt.session, &rcpt.line)).on(At::Dot, move |dot| {
        let who = spoken.lock().unwrap()[&dot.session].clone();
        match kind(&who) {
            "content" => Act::say(&format!("554 5.6.0 not this one, {who}")),
            "doubt" => Act::HangUp.accept(),
            _ => Act::say(&format!("250 2.0.0 taken as {who}.{}", dot.nth)).accept(),
        }
    })
}

fn kind(who: &str) -> &str {
    who.trim_end_matches(|letter: char| letter.is_ascii_digit())
}

impl Office {
    pub async fn open(fresh: Fresh) -> Self {
        let house = house_on(fresh).await;
        let cookie = house.signed_in(UserRole::Administrator).await;
        let server = SmtpServer::start(script()).await;
        let now = app::clock::now();
        let allowed = vec![format!("127.0.0.1:{}", server.address().port())];
        let form = AccountDraft {
            host: "127.0.0.1".into(),
            port: server.address().port().to_string(),
            security: Security::None,
            from_address: "compta@maison.example".into(),
            ..AccountDraft::default()
        };
        let form = form.check(None, &allowed).unwrap();
        let mut tx = house.fresh.pool.write().await.unwrap();
        let settings = Settings { allowed_smtp_hosts: allowed, ..Settings::default() };
        change_settings(&mut tx, &settings, now).await.unwrap();
        let account = accounts::add(&mut tx, &house.keys, AccountOwner::Organisation, &form, now).await.unwrap();
        let limited = AccountLimits { connections: 3, per_minute: 0, per_day: 0 };
        limits::set(&mut tx, account, limited, now).await.unwrap();
        tx.commit().await.unwrap();
        Self { house, server, cookie, account }
    }

    /// Mails of every kind that people see, all of them at rest: what was put off is tried again minutes later.
    pub async fn everything(&self) -> Vec<BatchId> {
        let mut moved = self.house.services.outbox.changed();
        let stopped = self.enqueue(Kind::OneOff, &["stop1", "stop2"], 3600).await;
        let answer = self.house.ask(posted(&self.cookie, "/api/sends/cancel", &format!("batch={stopped}"))).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let batches = vec![
            stopped,
            self.enqueue(Kind::OneOff, &["fine3", "gone4", "full5", "later6", "fine7"], 0).await,
            self.enqueue(Kind::Document, &["fine8", "later9", "gone10", "content11"], 0).await,
            self.enqueue(Kind::Campaign, &["fine12", "gone13", "later14", "fine15", "doubt16"], 0).await,
        ];
        self.house.services.outbox.wake();
        while self.kept().await.iter().any(moves) {
            tokio::time::timeout(PATIENCE, moved.recv()).await.expect("mails leave").unwrap();
        }
        batches
    }

    /// One mail.
    async fn enqueue(&self, kind: Kind, to: &[&str], seconds: i64) -> BatchId {
        let (now, key) = (app::clock::now(), to[0]);
        let to = to.iter().map(|who| format!("{who}@x.example"));
        let id = format!("{}{key}@maison.example", kind.code());
        let undo_until = (seconds > 0).then(|| now.plus_seconds(seconds));
        let batch = NewBatch { kind, undo_until, ..new_batch(key, vec![new_message(self.account, &id, to)]) };
        let mut tx = self.house.fresh.pool.write().await.unwrap();
        let enqueued = outbox::enqueue(&mut tx, &batch, now).await.unwrap();
        tx.commit().await.unwrap();
        enqueued.batch_id
    }

    /// What SQL says.
    pub async fn kept(&self) -> Vec<KeptDelivery> {
        kept(&mut self.house.fresh.pool.read().await.unwrap()).await.unwrap().deliveries
    }

    /// A page, or a file, with plain blanks.
    pub async fn shown(&self, path: &str) -> String {
        let answer = self.house.get_as(&self.cookie, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        words_of(&text(answer).await)
    }

    pub async fn answer<T: DeserializeOwned>(&self, path: &str, body: &str) -> T {
        let answer = self.house.ask(posted(&self.cookie, path, body)).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path} {body}");
        serde_json::from_str(&text(answer).await).unwrap()
    }
}

fn moves(one: &KeptDelivery) -> bool {
    matches!(one.state, DeliveryState::Held | DeliveryState::Leased | DeliveryState::InFlight)
        || one.state == DeliveryState::Queued && one.attempts == 0
}

/// As a page writes it between tags.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
