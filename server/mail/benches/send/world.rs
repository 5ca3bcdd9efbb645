//! An account at the sink, and mails for it.

use crate::sink::Sink;
use mail::Config;
use mail::smtp::{Dialer, Policy, Server, Timeouts, Trust};
use model::delivery::Kind;
use model::{AccountDraft, AccountId, AccountLimits, AccountOwner, BatchId, Moment, Secret, Security, Settings};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use store::outbox::fill::{self, Opened};
use store::outbox::limits;
use store::outbox::{self, NewBatch, NewMessage};
use store::secrets::Keys;
use store::testing::{new_batch, new_delivery, new_message};
use store::{Pool, Result, accounts, sends};

pub const FROM: &str = "compta@maison.example";
/// Enqueued in one transaction.
const AT_ONCE: usize = 1_000;

fn address(n: usize) -> String {
    format!("p{n}@x.example")
}

pub struct World {
    pub pool: Pool,
    pub keys: Keys,
    pub sink: Sink,
    account: AccountId,
}

/// This program is the edge of its house.
#[allow(clippy::disallowed_methods)]
pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Moment(since.as_millis() as i64)
}

/// Two kilobytes, of which no two are the same.
pub fn mime(key: &str, n: usize) -> Vec<u8> {
    let head = format!("Message-ID: <{key}-{n}@maison.example>\r\nSubject: {n}\r\n\r\n");
    (head + &format!("{}\r\n", "x".repeat(70)).repeat(28)).into_bytes()
}

/// It calls whom the settings allow.
pub fn config() -> Config {
    Config::new(dialer(), std::env::temp_dir().join("bonport-bench-mailbox"), Arc::new(now))
}

fn dialer() -> Dialer {
    Dialer {
        hello: "bench.example".to_owned(),
        policy: Policy::new(vec![]),
        trust: Trust::system(None).expect("the system's authorities"),
        timeouts: Timeouts::default(),
    }
}

impl World {
    /// With an account of the organisation.
    pub async fn open(pool: &Pool, connections: i64, delay: Duration) -> Result<World> {
        let sink = Sink::start(delay).await.expect("a port of this machine");
        let keys = Keys::generate().expect("randomness");
        let mut tx = pool.write().await?;
        let allowed = vec![sink.address.to_string()];
        let settings = Settings { undo_seconds: 0, allowed_smtp_hosts: allowed.clone(), ..Settings::default() };
        store::change_settings(&mut tx, &settings, now()).await?;
        let form = AccountDraft {
            host: sink.address.ip().to_string(),
            port: sink.address.port().to_string(),
            security: Security::None,
            password: Secret::new(""),
            from_address: FROM.into(),
            ..AccountDraft::default()
        };
        let form = form.check(None, &allowed).expect("a right form");
        let account = accounts::add(&mut tx, &keys, AccountOwner::Organisation, &form, now()).await?;
        limits::set(&mut tx, account, AccountLimits { connections, per_minute: 0, per_day: 0 }, now()).await?;
        tx.commit().await?;
        Ok(World { pool: pool.clone(), keys, sink, account })
    }

    /// The same organisation at another server.
    pub async fn at(pool: &Pool, connections: i64) -> Result<World> {
        let mut tx = pool.write().await?;
        let account = accounts::find(&mut tx, AccountOwner::Organisation).await?.expect("an account");
        accounts::remove(&mut tx, account.id).await?;
        tx.commit().await?;
        World::open(pool, connections, Duration::ZERO).await
    }

    /// Mails of one batch; of several when they are many, of which the last is told.
    pub async fn enqueue(&self, key: &str, kind: Kind, many: usize) -> Result<BatchId> {
        let mut last = None;
        for start in (0..many).step_by(AT_ONCE) {
            let messages = (start..many.min(start + AT_ONCE)).map(|n| self.message(key, n)).collect();
            let idem_key = format!("{key}{start}");
            let batch = NewBatch { kind, ..new_batch(&idem_key, messages) };
            let mut tx = self.pool.write().await?;
            last = Some(outbox::enqueue(&mut tx, &batch, now()).await?.batch_id);
            tx.commit().await?;
        }
        Ok(last.expect("at least one mail"))
    }

    fn message(&self, key: &str, n: usize) -> NewMessage {
        let id = format!("{key}-{n}@maison.example");
        NewMessage { mime: mime(key, n), ..new_message(self.account, &id, [address(n)]) }
    }

    /// One mail to many addresses, each a transaction of its own.
    pub async fn enqueue_one(&self, key: &str, recipients: usize) -> Result<BatchId> {
        let mut tx = self.pool.write().await?;
        let enqueued = outbox::enqueue(&mut tx, &self.to_many(key, recipients), now()).await?;
        tx.commit().await?;
        Ok(enqueued.batch_id)
    }

    /// The same in steps.
    pub async fn fill_one(&self, key: &str, recipients: usize) -> Result<BatchId> {
        let mut batch = self.to_many(key, recipients);
        let deliveries = std::mem::take(&mut batch.messages[0].deliveries);
        let mut tx = self.pool.write().await?;
        let Opened::Filling(filling) = fill::open(&mut tx, &batch, now()).await? else { panic!("its key is new") };
        tx.commit().await?;
        let mail = filling.messages().next().expect("one mail");
        fill::add_all(&self.pool, &filling, mail, &deliveries, now).await?;
        let mut tx = self.pool.write().await?;
        let enqueued = fill::finish(&mut tx, &filling, None, now()).await?;
        tx.commit().await?;
        Ok(enqueued.batch_id)
    }

    fn to_many(&self, key: &str, recipients: usize) -> NewBatch {
        let deliveries = (0..recipients).map(|n| new_delivery(&address(n))).collect();
        let messages = vec![NewMessage { deliveries, ..self.message(key, 0) }];
        NewBatch { kind: Kind::Campaign, ..new_batch(key, messages) }
    }

    pub async fn is_done(&self, batch: BatchId) -> Result<bool> {
        let mut tx = self.pool.read().await?;
        Ok(sends::get(&mut tx, batch).await?.counts().is_settled())
    }

    pub fn config(&self) -> Config {
        config()
    }

    pub fn dialer(&self) -> Dialer {
        let policy = Policy::new(vec![self.sink.address.to_string()]);
        Dialer { policy, ..dialer() }
    }

    pub fn server(&self) -> Server {
        Server {
            host: self.sink.address.ip().to_string(),
            port: self.sink.address.port(),
            security: Security::None,
            login: None,
        }
    }
}
