//! One row of a table after another: a server does something at one step, once; what the delivery and the account come to; then
//! somebody mends it, and the mail arrives.

use crate::support::{Act, At, Script};
use crate::world::World;
use model::AccountState;
use model::delivery::{DeliveryState, Kind};
use std::sync::{Arc, Mutex};
use store::testing::Fresh;

/// What happens, and what has to follow.
pub struct Row {
    pub at: At,
    pub act: Act,
    pub kind: Kind,
    pub end: End,
    /// The server has the mail, and gets it again.
    pub twice: bool,
}

/// After the first try.
#[derive(Clone, Copy, Debug)]
pub struct End {
    state: DeliveryState,
    /// Tries that count.
    counted: i64,
    dup_risk: bool,
    /// Seconds until the next try.
    wait: i64,
    /// Of the account, with seconds until it sends again.
    trouble: Option<(AccountState, Option<i64>)>,
}

const fn queued(counted: i64, wait: i64) -> End {
    End { state: DeliveryState::Queued, counted, dup_risk: false, wait, trouble: None }
}

const fn back(state: AccountState, wait: Option<i64>) -> End {
    End { trouble: Some((state, wait)), ..queued(0, 0) }
}

const fn settled(state: DeliveryState) -> End {
    End { state, counted: 1, dup_risk: false, wait: 0, trouble: None }
}

/// The account backs off for so many seconds; nothing counts.
pub const fn paused(seconds: i64) -> End {
    back(AccountState::Throttled, Some(seconds))
}
pub const PAUSED: End = paused(10);
pub const LOGIN: End = back(AccountState::AuthFailed, None);
pub const SENDER: End = back(AccountState::SenderRefused, None);
pub const MINUTE: End = paused(60);
pub const DAY: End = paused(24 * 3600);
/// The recipient's server puts it off.
pub const LATER: End = queued(1, 300);
/// The connection ended before the dot.
pub const SOON: End = queued(1, 10);
/// The connection ended after the dot, of a kind that is sent at least once.
pub const DOUBT: End = End { dup_risk: true, ..queued(1, 10) };
pub const FAILED: End = settled(DeliveryState::Failed);
pub const UNCERTAIN: End = settled(DeliveryState::Uncertain);
pub const SENT: End = settled(DeliveryState::Sent);

/// Of a mail that somebody wrote.
pub fn row(at: At, act: Act, end: End) -> Row {
    Row { at, act, kind: Kind::OneOff, end, twice: false }
}

pub fn says(at: At, line: &str, end: End) -> Row {
    row(at, Act::say(line), end)
}

/// Plays them on one account, each with a mail of its own, and audits everything at the end.
pub async fn play(fresh: &Fresh, rows: Vec<Row>) {
    let trick = Trick::default();
    let mut world = World::new(fresh, trick.script()).await;
    for (n, row) in rows.into_iter().enumerate() {
        let what = format!("row {n}, {:?} at {:?}", short(&row.act), row.at);
        trick.set(row.at, row.act);
        world.truth.extras += usize::from(row.twice);
        let batch = world.enqueue(row.kind, &[&format!("r{n}@x.example")]).await;
        let worker = world.house.outbox().await;
        let tried = |state| !matches!(state, DeliveryState::Leased | DeliveryState::InFlight);
        let is_tried = |kept: &store::testing::Kept| {
            kept.deliveries.iter().any(|one| one.batch == batch.0 && !one.last.0.is_empty() && tried(one.state))
        };
        world.until(&worker, is_tried).await;
        compare(&world, batch, row.end, &what).await;
        if row.end.state == DeliveryState::Queued {
            world.heal().await;
            world.finish_with(&worker).await;
            assert_eq!(world.one(batch).await.state, DeliveryState::Sent, "{what}: in the end");
        }
        worker.stop().await;
        assert!(trick.is_done(), "{what}: the server was not asked");
    }
    world.audit().await;
}

async fn compare(world: &World, batch: model::BatchId, end: End, what: &str) {
    let one = world.one(batch).await;
    assert_eq!((one.state, one.attempts, one.dup_risk), (end.state, end.counted, end.dup_risk), "{what}: {one:?}");
    let now = world.house.now();
    let within = |at: model::Moment, seconds: i64| (seconds * 1000 - 5000..=seconds * 1000).contains(&at.since(now));
    if end.state == DeliveryState::Queued {
        assert!(within(one.due_at, end.wait), "{what}: not {} s: {one:?}", end.wait);
    }
    let trouble = world.house.view(batch).await.trouble;
    assert_eq!(trouble.as_ref().map(|now| now.state), end.trouble.map(|(state, _)| state), "{what}");
    if let Some((_, wait)) = end.trouble {
        let next = trouble.and_then(|trouble| trouble.next_ok_at);
        assert!(next.is_some() == wait.is_some(), "{what}: {next:?}");
        assert!(next.zip(wait).is_none_or(|(next, wait)| within(next, wait)), "{what}: {next:?}, now {now:?}");
    }
}

fn short(act: &Act) -> String {
    format!("{act:?}").chars().take(90).collect()
}

/// What the server does the next time it comes to a step; then it is friendly again.
#[derive(Clone, Default)]
pub struct Trick(Arc<Mutex<Option<(At, Act)>>>);

impl Trick {
    pub fn script(&self) -> Script {
        let steps = [At::Greeting, At::Ehlo, At::Auth, At::Mail, At::Rcpt, At::Data, At::Dot];
        steps.into_iter().fold(Script::default().login("compta", "sésame"), |script, at| {
            let trick = self.clone();
            script.on(at, move |_| trick.take(at))
        })
    }

    fn set(&self, at: At, act: Act) {
        *self.0.lock().unwrap() = Some((at, act));
    }

    fn take(&self, at: At) -> Act {
        let mut waits = self.0.lock().unwrap();
        waits.take_if(|(when, _)| *when == at).map_or(Act::Usual, |(_, act)| act)
    }

    fn is_done(&self) -> bool {
        self.0.lock().unwrap().is_none()
    }
}
