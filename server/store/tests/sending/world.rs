//! A user with an account and a draft, and words for what happens to a mail.

use model::compose::{Draft, Recipient};
use model::recipients::Role;
use model::{AccountId, AccountOwner, BatchId, DeliveryId, DraftId, EmailAddress, Lang, Moment};
use model::{UserId, UserRole};
use store::outbox::{self, Claimed, Lease, NewBatch, Next, Settled};
use store::secrets::Keys;
use store::testing::{Fresh, new_batch, new_message, smtp_account};
use store::{Pool, accounts, drafts, sends, users};

pub const NOW: Moment = Moment(1_800_000_000_000);

pub struct World {
    pub pool: Pool,
    pub keys: Keys,
    pub user: UserId,
    pub account: AccountId,
}

pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub fn member() -> users::NewUser {
    users::NewUser {
        email: address("lea@maison.example"),
        name: "Léa".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    }
}

pub async fn world(fresh: &Fresh) -> World {
    let keys = Keys::generate().unwrap();
    let mut tx = fresh.pool.write().await.unwrap();
    let user = users::add(&mut tx, &member(), NOW).await.unwrap();
    let form = smtp_account().check(None, &[]).unwrap();
    let account = accounts::add(&mut tx, &keys, AccountOwner::Organisation, &form, NOW).await.unwrap();
    tx.commit().await.unwrap();
    World { pool: fresh.pool.clone(), keys, user, account }
}

impl World {
    pub async fn draft(&self) -> DraftId {
        let draft = Draft {
            subject: "Devis".into(),
            body: "Bonjour,\nvoici le devis.".into(),
            recipients: vec![Recipient {
                role: Role::To,
                address: address("a@x.example"),
                name: None,
                contact_id: None,
            }],
            ..Draft::default()
        };
        let mut tx = self.pool.write().await.unwrap();
        let id = drafts::add(&mut tx, self.user, &draft, NOW).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A batch of one mail to these addresses, held ten seconds.
    pub fn batch(&self, key: &str, addresses: &[&str]) -> NewBatch {
        let message = new_message(self.account, &format!("{key}@maison.example"), addresses);
        let undo_until = Some(NOW.plus_seconds(10));
        NewBatch { by: Some(self.user), undo_until, ..new_batch(key, vec![message]) }
    }

    pub async fn enqueue(&self, batch: &NewBatch) -> BatchId {
        let mut tx = self.pool.write().await.unwrap();
        let done = outbox::enqueue(&mut tx, batch, NOW).await.unwrap();
        tx.commit().await.unwrap();
        done.batch_id
    }

    /// After the held seconds: the account and its next mail.
    pub async fn claim(&self, now: Moment) -> (Lease, Claimed) {
        let mut tx = self.pool.write().await.unwrap();
        outbox::release_due(&mut tx, now).await.unwrap();
        let lease = outbox::lease_account(&mut tx, "w1", now.plus_seconds(30), now).await.unwrap().unwrap();
        let claimed = outbox::claim(&mut tx, &lease, now.plus_seconds(30), now).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        (lease, claimed)
    }

    pub async fn begin(&self, lease: &Lease, ids: &[DeliveryId], now: Moment) -> Vec<DeliveryId> {
        let mut tx = self.pool.write().await.unwrap();
        let begun = outbox::begin(&mut tx, lease, ids, now).await.unwrap();
        tx.commit().await.unwrap();
        begun
    }

    pub async fn settle(&self, lease: &Lease, ends: &[Settled]) -> store::Result<()> {
        let mut tx = self.pool.write().await.unwrap();
        outbox::settle(&mut tx, lease, ends).await?;
        tx.commit().await
    }

    /// State codes of a batch, in the order of the mail.
    pub async fn states(&self, batch: BatchId) -> Vec<&'static str> {
        let mut tx = self.pool.read().await.unwrap();
        let view = sends::get(&mut tx, batch).await.unwrap();
        view.messages.iter().flat_map(|m| &m.deliveries).map(|d| d.state.code()).collect()
    }
}

pub fn ids(claimed: &Claimed) -> Vec<DeliveryId> {
    claimed.deliveries.iter().map(|d| d.id).collect()
}

pub fn end(delivery: DeliveryId, next: Next) -> Settled {
    Settled {
        delivery,
        client: None,
        next,
        phase: "dot",
        code: Some(250),
        enhanced: "2.0.0".into(),
        text: "queued".into(),
        peer: "127.0.0.1:25".into(),
        tls: String::new(),
        started_at: NOW.plus_seconds(11),
        ended_at: NOW.plus_seconds(12),
    }
}
