//! A house with a database, an account at a scripted server, a person who writes, and a running outbox.

// Each test binary uses another part of this.
#![allow(dead_code)]

use crate::clock::TestClock;
use crate::support::{Script, SmtpServer};
use mail::worker::Points;
use mail::{Config, Outbox, SendDraft};
use model::compose::{Draft, Recipient};
use model::delivery::Kind;
use model::recipients::Role;
use model::send::{BatchView, Enqueued, Shown};
use model::{
    AccountDraft, AccountId, AccountLimits, AccountOwner, BatchId, DraftId, EmailAddress, Lang, Moment, Secret,
};
use model::{Settings, UserId, UserRole};
use std::time::Duration;
use store::outbox::limits;
use store::outbox::{self, NewBatch, NewMessage};
use store::secrets::Keys;
use store::testing::{Fresh, new_batch, new_message};
use store::{Pool, accounts, drafts, sends, users};

pub const START: Moment = Moment(1_800_000_000_000);

pub struct House {
    pub pool: Pool,
    pub keys: Keys,
    pub user: UserId,
    pub account: AccountId,
    pub server: SmtpServer,
    pub folder: tempfile::TempDir,
    pub points: Points,
    pub clock: TestClock,
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

impl House {
    pub async fn new(fresh: &Fresh, script: Script) -> Self {
        Self::at(fresh, script, TestClock::starting(START)).await
    }

    /// With a clock that the server's script knows, too.
    pub async fn at(fresh: &Fresh, script: Script, clock: TestClock) -> Self {
        let server = SmtpServer::start(script).await;
        let keys = Keys::generate().unwrap();
        let mut tx = fresh.pool.write().await.unwrap();
        let user = users::NewUser {
            email: address("lea@maison.example"),
            name: "Léa".into(),
            role: UserRole::Member,
            language: Lang::Fr,
            password_hash: None,
        };
        let user = users::add(&mut tx, &user, START).await.unwrap();
        let allowed = vec![format!("127.0.0.1:{}", server.address().port())];
        let settings = Settings { undo_seconds: 0, allowed_smtp_hosts: allowed.clone(), ..Settings::default() };
        store::change_settings(&mut tx, &settings, START).await.unwrap();
        let form = form(&server).check(None, &allowed).unwrap();
        let account = accounts::add(&mut tx, &keys, AccountOwner::Organisation, &form, START).await.unwrap();
        tx.commit().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        Self { pool: fresh.pool.clone(), keys, user, account, server, folder, points: Points::default(), clock }
    }

    pub async fn set(&self, change: impl FnOnce(&mut Settings)) {
        let mut tx = self.pool.write().await.unwrap();
        let mut settings = store::settings(&mut tx).await.unwrap();
        change(&mut settings);
        store::change_settings(&mut tx, &settings, START).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub fn jump(&self, seconds: i64) {
        self.clock.jump_ms(seconds * 1000);
    }

    pub fn config(&self) -> Config {
        let config = Config::new(self.server.dialer(), self.folder.path().join("mailbox"), self.clock.clock());
        Config { look: Duration::from_millis(20), points: self.points.clone(), ..config }
    }

    pub async fn outbox(&self) -> Outbox {
        Outbox::start(self.pool.clone(), self.keys.clone(), self.config()).await.unwrap()
    }

    pub fn content(&self, to: &[(Role, &str)]) -> Draft {
        let recipients = to.iter().map(|(role, text)| Recipient {
            role: *role,
            address: address(text),
            name: None,
            contact_id: None,
        });
        Draft {
            subject: "Devis d’été".into(),
            body: "Bonjour,\n\nvoici le devis.".into(),
            recipients: recipients.collect(),
            ..Draft::default()
        }
    }

    pub async fn draft(&self, to: &[(Role, &str)]) -> DraftId {
        let mut tx = self.pool.write().await.unwrap();
        let id = drafts::add(&mut tx, self.user, &self.content(to), self.now()).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub fn ask(&self, draft_id: DraftId, key: &str) -> SendDraft {
        SendDraft { user: self.user, draft_id: Some(draft_id), content: None, idem_key: key.into() }
    }

    pub async fn send(&self, to: &[(Role, &str)]) -> Enqueued {
        let draft = self.draft(to).await;
        mail::send(&self.pool, &self.ask(draft, &draft.to_string()), self.now()).await.unwrap()
    }

    /// So many documents, each for one address, by this account.
    pub async fn documents(&self, key: &str, account: AccountId, many: usize) -> BatchId {
        let message = |n: usize| NewMessage {
            subject: "Facture".into(),
            ..new_message(account, &format!("{key}-{n}@maison.example"), [format!("{key}{n}@x.example")])
        };
        let messages = (0..many).map(message).collect();
        let batch = NewBatch { kind: Kind::Document, by: Some(self.user), ..new_batch(key, messages) };
        let mut tx = self.pool.write().await.unwrap();
        let done = outbox::enqueue(&mut tx, &batch, self.now()).await.unwrap();
        tx.commit().await.unwrap();
        done.batch_id
    }

    pub async fn limit(&self, connections: i64, per_minute: i64, per_day: i64) {
        let mut tx = self.pool.write().await.unwrap();
        let limits = AccountLimits { connections, per_minute, per_day };
        limits::set(&mut tx, self.account, limits, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn view(&self, batch: BatchId) -> BatchView {
        let mut tx = self.pool.read().await.unwrap();
        sends::get(&mut tx, batch).await.unwrap()
    }

    /// What each address reads, in the order of the mail.
    pub async fn shown(&self, batch: BatchId) -> Vec<Shown> {
        self.view(batch).await.messages[0].deliveries.iter().map(|delivery| delivery.shown()).collect()
    }

    /// Waits, at most half a minute, until the batch is so: looks when the worker tells that something moved, and when the server heard
    /// something.
    pub async fn until(&self, outbox: &Outbox, batch: BatchId, so: impl Fn(&BatchView) -> bool) -> BatchView {
        let (mut changed, mut news) = (outbox.changed(), self.server.news());
        outbox.wake();
        let wait = async {
            loop {
                let view = self.view(batch).await;
                if so(&view) {
                    return view;
                }
                tokio::select! {
                    // Told of more than it could hold, it looks again, too.
                    _ = changed.recv() => {}
                    heard = news.changed() => heard.expect("the server lives"),
                }
            }
        };
        match tokio::time::timeout(Duration::from_secs(30), wait).await {
            Ok(view) => view,
            Err(_) => panic!("still {:?}", self.view(batch).await),
        }
    }

    pub async fn settled(&self, outbox: &Outbox, batch: BatchId) -> BatchView {
        self.until(outbox, batch, |view| view.counts().is_settled()).await
    }
}

pub fn form(server: &SmtpServer) -> AccountDraft {
    let account = server.account();
    AccountDraft {
        host: account.host,
        port: account.port.to_string(),
        security: account.security,
        login: account.login.as_ref().map(|login| login.name.clone()).unwrap_or_default(),
        password: Secret::new(if account.login.is_some() { "sésame" } else { "" }),
        from_address: "compta@maison.example".into(),
        from_name: "Maison Œuvrard".into(),
        ..AccountDraft::default()
    }
}
