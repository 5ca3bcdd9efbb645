//! A campaign that goes into the outbox in steps (`outbox::fill`), and what is left of it.

use super::world::*;
use model::delivery::Kind;
use model::send::Enqueued;
use model::{BatchId, Moment};
use store::outbox::fill::{self, Filling, Opened};
use store::outbox::{self, NewBatch, NewDelivery};
use store::{Pool, checkup};

/// More than two commits of feeding.
pub const MANY: usize = 4_500;
pub const OF_ONE_FEED: i64 = 2_000;

pub fn addresses(many: usize) -> Vec<String> {
    (0..many).map(|n| format!("p{n}@x.example")).collect()
}

/// A campaign without addresses, and its addresses.
pub fn campaign(w: &World, key: &str, many: usize) -> (NewBatch, Vec<NewDelivery>) {
    let all = addresses(many);
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let mut batch = NewBatch { kind: Kind::Campaign, undo_until: None, ..w.batch(key, &all) };
    let deliveries = std::mem::take(&mut batch.messages[0].deliveries);
    (batch, deliveries)
}

pub async fn open(pool: &Pool, batch: &NewBatch, now: Moment) -> Opened {
    let mut tx = pool.write().await.unwrap();
    let opened = fill::open(&mut tx, batch, now).await.unwrap();
    tx.commit().await.unwrap();
    opened
}

pub async fn filling(w: &World, batch: &NewBatch, deliveries: &[NewDelivery]) -> Filling {
    let Opened::Filling(filling) = open(&w.pool, batch, NOW).await else { panic!("its key is new") };
    let message = filling.messages().next().unwrap();
    fill::add_all(&w.pool, &filling, message, deliveries, || NOW).await.unwrap();
    filling
}

pub async fn finish(
    pool: &Pool,
    filling: &Filling,
    undo_until: Option<Moment>,
    now: Moment,
) -> store::Result<Enqueued> {
    let mut tx = pool.write().await?;
    let done = fill::finish(&mut tx, filling, undo_until, now).await?;
    tx.commit().await?;
    Ok(done)
}

/// All at once.
pub async fn filled(w: &World, key: &str, many: usize) -> BatchId {
    let (batch, deliveries) = campaign(w, key, many);
    finish(&w.pool, &filling(w, &batch, &deliveries).await, None, NOW).await.unwrap().batch_id
}

pub async fn feed(pool: &Pool, now: Moment) -> u64 {
    let mut tx = pool.write().await.unwrap();
    let fed = outbox::feed_due(&mut tx, now).await.unwrap().mails;
    tx.commit().await.unwrap();
    fed
}

pub async fn next_due(pool: &Pool) -> Option<Moment> {
    outbox::next_due(&mut pool.read().await.unwrap()).await.unwrap()
}

pub async fn sweep(pool: &Pool, now: Moment) -> bool {
    let mut tx = pool.write().await.unwrap();
    let more = outbox::sweep(&mut tx, now).await.unwrap();
    tx.commit().await.unwrap();
    more
}

/// Rows of every state, seen or not.
pub async fn rows(pool: &Pool) -> Vec<(String, i64)> {
    let counts = checkup(pool, NOW).await.unwrap().counts;
    counts.into_iter().filter(|(what, _)| what.starts_with("deliveries")).collect()
}

pub fn held(many: i64) -> Vec<(String, i64)> {
    vec![("deliveries held".into(), many)]
}
