//! What everybody says of a world that has come to rest: the database, the screens, the mail server, and the test that made it.

use crate::support::{Accepted, Said, SmtpServer};
use model::BatchId;
use model::delivery::Kind;
use model::send::Counts;
use std::collections::{BTreeSet, HashMap};
use store::testing::{Kept, damage, kept};
use store::{Pool, blobs, sends};

/// What only the test knows.
#[derive(Clone, Debug, Default)]
pub struct Truth {
    /// The bytes it put into the outbox, by Message-ID.
    pub mails: HashMap<String, Vec<u8>>,
    /// How many addresses they went to.
    pub deliveries: usize,
    /// Second copies there may be at most: one for each connection at each crash, and each that the server's script asks for.
    pub extras: usize,
    pub stops: Vec<StopSeen>,
    pub limits: Vec<Limit>,
}

/// A cancelling or a pause, as its own transaction saw it.
#[derive(Clone, Debug)]
pub struct StopSeen {
    pub batch: BatchId,
    /// What had neither left nor begun to: none of it may be accepted from here on.
    pub stopped: BTreeSet<i64>,
    /// How many mails the journal held before.
    pub accepted: usize,
    /// And when a pause was over.
    pub until: Option<usize>,
}

/// At most so many recipients in any window of this length.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub window_ms: i64,
    pub most: usize,
}

/// Everything the ledger counts.
#[derive(Clone)]
pub struct Books {
    pub kept: Kept,
    /// What the database holds of each mail that was accepted, by Message-ID.
    pub stored: HashMap<String, Vec<u8>>,
    /// Of each batch, in the list and on its own page.
    pub screens: HashMap<i64, (Counts, Counts)>,
    pub damage: Vec<String>,
    pub accepted: Vec<Accepted>,
    pub said: Vec<Said>,
    pub truth: Truth,
}

impl Books {
    pub async fn open(pool: &Pool, server: &SmtpServer, truth: &Truth) -> Self {
        let mut tx = pool.read().await.unwrap();
        let kept = kept(&mut tx).await.unwrap();
        let mut stored = HashMap::new();
        for delivery in &kept.deliveries {
            if let Some(hash) = delivery.mime.filter(|_| !stored.contains_key(&delivery.message_id)) {
                // What cannot be read is missed by the ledger as soon as the server has it.
                if let Ok(bytes) = blobs::get(&mut tx, hash).await {
                    stored.insert(delivery.message_id.clone(), bytes);
                }
            }
        }
        let mut screens = HashMap::new();
        let mut before: Option<BatchId> = None;
        loop {
            let page = sends::list(&mut tx, sends::Filter::All, before, 50).await.unwrap();
            for summary in &page {
                let whole = sends::get(&mut tx, summary.id).await.unwrap().counts();
                screens.insert(summary.id.0, (summary.counts, whole));
            }
            let Some(last) = page.last() else { break };
            before = Some(last.id);
        }
        drop(tx);
        let damage = damage(pool).await.unwrap();
        Self { kept, stored, screens, damage, accepted: server.accepted(), said: server.said(), truth: truth.clone() }
    }

    /// Batches that are in a list. System mails are in none.
    pub fn listed(&self) -> BTreeSet<i64> {
        self.kept.deliveries.iter().filter(|one| one.kind != Kind::System).map(|one| one.batch).collect()
    }
}
