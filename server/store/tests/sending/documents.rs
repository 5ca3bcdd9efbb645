//! `document.state` over whatever happens to a document's mails: after each step it is what a recount of the table says, in the words of
//! the migration that filled it.

use crate::{
    book::client,
    world::{NOW, World, end, ids, world},
};
use model::{
    BatchId, ClientId, Day, DeliveryId, DocumentFields, DocumentId, DocumentKind, Moment,
    delivery::{DeliveryState, Kind},
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use store::{
    StoreError, Tx, documents, on,
    outbox::{self, Grace, Next},
    testing::Fresh,
};

const RECOUNT: &str = "SELECT id, state, CASE
    WHEN EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
      WHERE m.document_id = document.id AND d.state IN ('failed', 'uncertain', 'suppressed', 'expired')
        AND NOT EXISTS (SELECT 1 FROM message m2 JOIN delivery x ON x.message_id = m2.id
          WHERE m2.document_id = document.id AND x.state <> 'cancelled'
            AND (x.corrects_id = d.id OR (x.address_key = d.address_key AND x.id > d.id)))) THEN 'failed'
    WHEN EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
      WHERE m.document_id = document.id AND d.state IN ('held', 'queued', 'leased', 'in_flight')) THEN 'waiting'
    WHEN EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
      WHERE m.document_id = document.id AND d.state = 'sent') THEN 'sent'
    ELSE 'none' END FROM document ORDER BY id";
const DELIVERIES: &str =
    "SELECT d.id, d.state, m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id ORDER BY d.id";

/// One thing that happens; the numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    /// To some addresses of the first document, of the second, or of both in one batch.
    Send(u8, u8),
    /// A mail of another act, which corrects a failed delivery.
    Correct(usize),
    Cancel(usize),
    /// A worker's turn, with how it ends; `true`: it dies before the end.
    Work(u8, bool),
    SendAgain(usize),
    ConsiderSent(usize),
    Expire,
    Recover,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0u8..3, 1u8..4).prop_map(|(which, to)| Step::Send(which, to)),
        1 => any::<usize>().prop_map(Step::Correct),
        2 => any::<usize>().prop_map(Step::Cancel),
        6 => (0u8..6, prop::bool::weighted(0.15)).prop_map(|(how, dies)| Step::Work(how, dies)),
        1 => any::<usize>().prop_map(Step::SendAgain),
        1 => any::<usize>().prop_map(Step::ConsiderSent),
        1 => Just(Step::Expire),
        1 => Just(Step::Recover),
    ]
}

struct Walk {
    world: World,
    documents: [DocumentId; 2],
    now: Moment,
    keys: u32,
}

impl Walk {
    async fn deliveries(&self) -> Vec<(i64, DeliveryState, i64)> {
        let mut tx = self.world.pool.read().await.unwrap();
        let rows: Vec<(i64, String, i64)> = on!(&mut tx, c => sqlx::query_as(DELIVERIES).fetch_all(c).await).unwrap();
        rows.into_iter().map(|(id, state, batch)| (id, DeliveryState::from_code(&state).unwrap(), batch)).collect()
    }

    /// Of those in one of these states.
    async fn one_of(&self, at: usize, states: &[DeliveryState]) -> Option<(DeliveryId, BatchId)> {
        let mut all = self.deliveries().await;
        all.retain(|(_, state, _)| states.contains(state));
        (!all.is_empty()).then(|| all[at % all.len()]).map(|(id, _, batch)| (DeliveryId(id), BatchId(batch)))
    }

    fn key(&mut self) -> String {
        self.keys += 1;
        format!("walk-{}", self.keys)
    }

    async fn take(&mut self, step: &Step) {
        self.now = self.now.plus_seconds(20 * 60);
        let (user, now) = (self.world.user, self.now);
        match *step {
            Step::Send(which, to) => {
                let key = self.key();
                let all = ["a@x.example", "b@x.example", "c@x.example"];
                let mut batch = self.world.batch(&key, &all[..usize::from(to)]);
                (batch.kind, batch.undo_until) = (Kind::Document, Some(now.plus_seconds(10)));
                let mut second = batch.messages[0].clone();
                second.message_id = format!("{key}-2@maison.example");
                batch.messages[0].document_id = Some(self.documents[usize::from(which % 2)]);
                if which == 2 {
                    second.document_id = Some(self.documents[1]);
                    batch.messages.push(second);
                }
                self.add(&batch).await;
            }
            Step::Correct(at) => {
                let Some((failed, _)) = self.one_of(at, &[DeliveryState::Failed]).await else { return };
                let mut tx = self.world.pool.read().await.unwrap();
                let message = outbox::original(&mut tx, failed).await.unwrap().message;
                drop(tx);
                let key = self.key();
                let mut batch = self.world.batch(&key, &["d@x.example"]);
                batch.undo_until = Some(now.plus_seconds(10));
                batch.messages[0].again_of = Some(message);
                batch.messages[0].deliveries[0].corrects = Some(failed);
                self.add(&batch).await;
            }
            Step::Cancel(at) => {
                let all = DeliveryState::ALL;
                let Some((_, batch)) = self.one_of(at, &all).await else { return };
                let mut tx = self.world.pool.write().await.unwrap();
                outbox::cancel(&mut tx, batch, user, now).await.unwrap();
                tx.commit().await.unwrap();
            }
            Step::Work(how, dies) => self.work(how, dies).await,
            Step::SendAgain(at) | Step::ConsiderSent(at) => {
                let Some((id, _)) = self.one_of(at, &[DeliveryState::Uncertain]).await else { return };
                let mut tx = self.world.pool.write().await.unwrap();
                let done = match step {
                    Step::SendAgain(_) => outbox::send_again(&mut tx, id, user, now).await,
                    _ => outbox::consider_sent(&mut tx, id, user, now).await,
                };
                match done {
                    Ok(_) => tx.commit().await.unwrap(),
                    Err(error) => assert!(matches!(error, StoreError::Refused(_)), "{error:?}"),
                }
            }
            Step::Expire => {
                let mut tx = self.world.pool.write().await.unwrap();
                outbox::expire_due(&mut tx, now.plus_seconds(100 * 3600)).await.unwrap();
                tx.commit().await.unwrap();
            }
            Step::Recover => {
                let mut tx = self.world.pool.write().await.unwrap();
                outbox::recover(&mut tx, Grace::None, now).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
    }

    async fn add(&self, batch: &outbox::NewBatch) {
        let mut tx = self.world.pool.write().await.unwrap();
        outbox::enqueue(&mut tx, batch, self.now).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn work(&self, how: u8, dies: bool) {
        let (pool, now) = (&self.world.pool, self.now.plus_seconds(60));
        let mut tx = pool.write().await.unwrap();
        outbox::release_due(&mut tx, now).await.unwrap();
        // The one before may have died with it.
        outbox::recover(&mut tx, Grace::None, now).await.unwrap();
        let Some(lease) = outbox::lease_account(&mut tx, "w1", now.plus_seconds(30), now).await.unwrap() else {
            return tx.commit().await.unwrap();
        };
        // As the worker does: what leaves next, of whatever batches.
        let due = outbox::due(&mut tx, &lease, 3, now).await.unwrap();
        outbox::hold(&mut tx, due.iter().map(outbox::Due::batch)).await.unwrap();
        let mails = outbox::take(&mut tx, &lease, due, now.plus_seconds(30), now).await.unwrap();
        let taken: Vec<_> = mails.iter().flat_map(ids).collect();
        let begun = outbox::begin(&mut tx, &lease, &taken, now).await.unwrap();
        tx.commit().await.unwrap();
        if dies {
            return;
        }
        let next = match how {
            0 | 1 => Next::Sent { test_mailbox: how == 1 },
            2 => Next::Failed,
            3 => Next::Uncertain,
            _ => Next::Queued { due_at: now.plus_seconds(60), counted: true, dup_risk: how == 5 },
        };
        let ends: Vec<_> = begun.into_iter().map(|id| end(id, next)).collect();
        let mut tx = pool.write().await.unwrap();
        outbox::settle(&mut tx, &lease, &ends).await.unwrap();
        for mail in &mails {
            outbox::close_if_settled(&mut tx, mail.batch, now).await.unwrap();
        }
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
    }
}

pub async fn document(tx: &mut Tx, world: &World, client: ClientId, number: &str) -> DocumentId {
    let fields = DocumentFields {
        kind: DocumentKind::Order,
        number: number.into(),
        day: Day::new(2026, 11, 23).unwrap(),
        amount: None,
        site: None,
        contact: None,
    };
    documents::add(tx, client, &fields, None, world.user, NOW).await.unwrap()
}

async fn walked(fresh: &Fresh) {
    let world = world(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let client = client(&mut tx, "C1", "ACME").await;
    let documents = [document(&mut tx, &world, client, "O-1").await, document(&mut tx, &world, client, "O-2").await];
    tx.commit().await.unwrap();
    let mut walk = Walk { world, documents, now: NOW, keys: 0 };
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..160 {
        let step = step().new_tree(&mut runner).unwrap().current();
        walk.take(&step).await;
        let mut tx = walk.world.pool.read().await.unwrap();
        let rows: Vec<(i64, String, String)> = on!(&mut tx, c => sqlx::query_as(RECOUNT).fetch_all(c).await).unwrap();
        for (id, kept, counted) in rows {
            assert_eq!(kept, counted, "document {id} after {step:?}");
            seen.insert(kept);
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["failed", "none", "sent", "waiting"], "the walk came everywhere");
}
store::both!(p36_the_state_of_a_document_follows_its_mails, walked);
