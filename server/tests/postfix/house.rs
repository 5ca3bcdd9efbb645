//! A house whose account is at a Postfix, and whose reports come back into a Maildir.

use crate::system::Postfix;
use mail::{Config, Outbox, SendDraft};
use model::compose::{Draft, Recipient};
use model::recipients::Role;
use model::send::{DeliveryView, Shown};
use model::{
    AccountDraft, AccountOwner, BatchId, EmailAddress, Lang, Moment, Secret, Security, Settings, UserId, UserRole,
};
use secrecy::ExposeSecret;
use std::{fs, path::Path, process::Stdio, sync::Arc, time::Duration};
use store::secrets::Keys;
use store::testing::Fresh;
use store::{Pool, accounts, drafts, sends, suppressions, users};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

pub struct House {
    pool: Pool,
    url: String,
    keys: Keys,
    user: UserId,
    outbox: Outbox,
    data: tempfile::TempDir,
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// The clock of the binary that reads the reports.
fn now() -> Moment {
    app::clock::now()
}

impl House {
    pub async fn new(fresh: &Fresh, postfix: &Postfix) -> Self {
        let (pool, keys) = (fresh.pool.clone(), Keys::generate().unwrap());
        let mut tx = pool.write().await.unwrap();
        let user = users::NewUser {
            email: address("lea@maison.example"),
            name: "Léa".into(),
            role: UserRole::Member,
            language: Lang::Fr,
            password_hash: None,
        };
        let user = users::add(&mut tx, &user, now()).await.unwrap();
        let allowed = vec![format!("127.0.0.1:{}", postfix.port())];
        let settings = Settings { undo_seconds: 0, allowed_smtp_hosts: allowed.clone(), ..Settings::default() };
        store::change_settings(&mut tx, &settings, now()).await.unwrap();
        let account = AccountDraft {
            host: "127.0.0.1".into(),
            port: postfix.port().to_string(),
            security: Security::StartTls,
            password: Secret::new(""),
            from_address: "compta@maison.example".into(),
            from_name: "Maison Œuvrard".into(),
            ..AccountDraft::default()
        };
        let account = account.check(None, &allowed).unwrap();
        accounts::add(&mut tx, &keys, AccountOwner::Organisation, &account, now()).await.unwrap();
        tx.commit().await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let config = Config::new(postfix.dialer(&postfix.authority), data.path().join("mailbox"), Arc::new(now));
        let outbox = Outbox::start(pool.clone(), keys.clone(), config).await.unwrap();
        Self { pool, url: fresh.url.clone(), keys, user, outbox, data }
    }

    /// One mail to all of them, which Postfix took.
    pub async fn sent(&self, to: &[(Role, &str)]) -> BatchId {
        let recipients = to.iter().map(|(role, text)| Recipient {
            role: *role,
            address: address(text),
            name: None,
            contact_id: None,
        });
        let draft = Draft {
            subject: "Devis d’été".into(),
            body: "Bonjour,\n\nvoici le devis.".into(),
            recipients: recipients.collect(),
            ..Draft::default()
        };
        let mut tx = self.pool.write().await.unwrap();
        let draft = drafts::add(&mut tx, self.user, &draft, now()).await.unwrap();
        tx.commit().await.unwrap();
        let ask = SendDraft { user: self.user, draft_id: Some(draft), content: None, idem_key: draft.to_string() };
        let batch = mail::send(&self.pool, &ask, now()).await.unwrap().batch_id;
        let mut changed = self.outbox.changed();
        self.outbox.wake();
        loop {
            let deliveries = self.deliveries(batch).await;
            if deliveries.iter().all(|delivery| delivery.state.is_settled()) {
                return batch;
            }
            // Told of more than it could hold, it looks again, too.
            let moved = tokio::time::timeout(Duration::from_secs(30), changed.recv()).await;
            assert!(moved.is_ok(), "still {deliveries:?}");
        }
    }

    pub async fn deliveries(&self, batch: BatchId) -> Vec<DeliveryView> {
        let mut tx = self.pool.read().await.unwrap();
        sends::get(&mut tx, batch).await.unwrap().messages.remove(0).deliveries
    }

    pub async fn shown(&self, batch: BatchId) -> Vec<Shown> {
        self.deliveries(batch).await.iter().map(DeliveryView::shown).collect()
    }

    pub async fn is_blocked(&self, text: &str) -> bool {
        let mut tx = self.pool.read().await.unwrap();
        suppressions::is_suppressed(&mut tx, &self.keys, &address(text)).await.unwrap()
    }
}

/// `bonport bounces --watch` of this Maildir, until it told so much of recipients; half a minute at most.
pub async fn reports_until(house: &House, maildir: &Path, many: usize) -> Vec<String> {
    // Postfix makes it with the first mail; who watches wants it before.
    for folder in ["new", "cur", "tmp"] {
        fs::create_dir_all(maildir.join(folder)).unwrap();
    }
    give_to_nobody(maildir);
    let mut child = Command::new(env!("CARGO_BIN_EXE_bonport"))
        .args(["bounces", "--watch", "--every", "1"])
        .arg(maildir)
        .env_clear()
        .env("BONPORT_DATA", house.data.path())
        .env("BONPORT_LOG", "warn")
        .env("DATABASE_URL", &house.url)
        .env("BONPORT_KEY", house.keys.text().expose_secret())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = vec![];
    while told.len() < many {
        let next = tokio::time::timeout(Duration::from_secs(30), lines.next_line()).await;
        let Ok(line) = next else { panic!("after {told:#?} no report came back") };
        told.push(line.unwrap().expect("it goes on watching"));
    }
    let id = child.id().unwrap().to_string();
    assert!(Command::new("kill").arg(id).status().await.unwrap().success());
    assert!(child.wait().await.unwrap().success(), "a stop in good order");
    told
}

/// Postfix puts mails down as `nobody`.
fn give_to_nobody(maildir: &Path) {
    for folder in ["", "new", "cur", "tmp"] {
        std::os::unix::fs::chown(maildir.join(folder), Some(65_534), Some(65_534)).unwrap();
    }
}
