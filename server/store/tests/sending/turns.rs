//! Every statement that moves a delivery, tried on every state: it does what `model::delivery`'s table says, and nothing else.

use super::world::*;
use model::delivery::{DeliveryState, Kind, Turn};
use model::send::BatchState;
use model::{BatchId, DeliveryId, Moment};
use store::outbox::{self, Grace, Lease, Next};
use store::testing::Fresh;
use store::{StoreError, Tx, sends};

const AT: Moment = Moment(NOW.0 + 11_000);

/// A way in which the outbox moves deliveries.
#[derive(Clone, Copy, Debug)]
enum Act {
    ReleaseDue,
    Claim,
    GiveBack,
    ReleaseAccount,
    Begin,
    BeginOfPaused,
    Settle(Next),
    /// The end of a try of a batch that was stopped meanwhile.
    SettleStopped(Next),
    Cancel,
    Pause,
    Suppress,
    ExpireDue,
    Recover(Kind),
    RecoverStopped,
    SendAgain,
    ConsiderSent,
}

const fn put_off(counted: bool, dup_risk: bool) -> Next {
    Next::Queued { due_at: AT, counted, dup_risk }
}

const SENT: Next = Next::Sent { test_mailbox: false };

const ACTS: [Act; 26] = [
    Act::ReleaseDue,
    Act::Claim,
    Act::GiveBack,
    Act::ReleaseAccount,
    Act::Begin,
    Act::BeginOfPaused,
    Act::Settle(SENT),
    Act::Settle(put_off(true, false)),
    Act::Settle(put_off(false, false)),
    Act::Settle(put_off(true, true)),
    Act::Settle(Next::Failed),
    Act::Settle(Next::Uncertain),
    Act::SettleStopped(SENT),
    Act::SettleStopped(put_off(true, false)),
    Act::SettleStopped(put_off(true, true)),
    Act::SettleStopped(Next::Failed),
    Act::SettleStopped(Next::Uncertain),
    Act::Cancel,
    Act::Pause,
    Act::Suppress,
    Act::ExpireDue,
    Act::Recover(Kind::OneOff),
    Act::Recover(Kind::Campaign),
    Act::RecoverStopped,
    Act::SendAgain,
    Act::ConsiderSent,
];

impl Act {
    /// The turn that it means for a delivery in this state.
    fn turn(self, from: DeliveryState) -> Turn {
        match self {
            Act::ReleaseDue => Turn::Release,
            Act::Claim => Turn::Lease,
            Act::GiveBack | Act::ReleaseAccount | Act::BeginOfPaused | Act::Pause => Turn::Return,
            Act::Begin => Turn::Begin,
            Act::Suppress => Turn::Suppress,
            Act::Settle(Next::Sent { .. }) | Act::SettleStopped(Next::Sent { .. }) => Turn::Accept,
            Act::Settle(Next::Queued { .. }) => Turn::Defer,
            Act::SettleStopped(Next::Queued { dup_risk: false, .. }) => Turn::CallOff,
            Act::Settle(Next::Failed) | Act::SettleStopped(Next::Failed) => Turn::Fail,
            Act::Settle(Next::Uncertain) | Act::SettleStopped(Next::Uncertain | Next::Queued { .. }) => Turn::Doubt,
            Act::Cancel => Turn::Cancel,
            Act::ExpireDue => Turn::Expire,
            Act::Recover(_) | Act::RecoverStopped if from == DeliveryState::Leased => Turn::Return,
            Act::Recover(Kind::Campaign) | Act::RecoverStopped => Turn::Doubt,
            Act::Recover(_) => Turn::Defer,
            Act::SendAgain => Turn::SendAgain,
            Act::ConsiderSent => Turn::ConsiderSent,
        }
    }

    /// What its batch is. A stopped one has nothing left that waits: `cancel` takes it along.
    fn batch(self) -> (Kind, BatchState) {
        match self {
            Act::SettleStopped(_) | Act::RecoverStopped => (Kind::OneOff, BatchState::Cancelled),
            Act::BeginOfPaused => (Kind::OneOff, BatchState::Paused),
            Act::Recover(kind) => (kind, BatchState::Running),
            _ => (Kind::OneOff, BatchState::Running),
        }
    }

    fn is_possible(self, from: DeliveryState) -> bool {
        self.batch().1 != BatchState::Cancelled || from.after(Turn::Cancel).is_none()
    }

    async fn run(self, tx: &mut Tx, w: &World, lease: &Lease, batch: BatchId, delivery: DeliveryId) {
        let until = AT.plus_seconds(30);
        let done = match self {
            Act::ReleaseDue => outbox::release_due(tx, AT).await.map(drop),
            Act::Claim => outbox::claim(tx, lease, until, AT).await.map(drop),
            Act::GiveBack => outbox::give_back(tx, lease, &[delivery]).await,
            Act::ReleaseAccount => outbox::release_account(tx, lease).await.map(drop),
            Act::Begin | Act::BeginOfPaused => outbox::begin(tx, lease, &[delivery], AT).await.map(drop),
            Act::Settle(next) | Act::SettleStopped(next) => outbox::settle(tx, lease, &[end(delivery, next)]).await,
            Act::Cancel => outbox::cancel(tx, batch, w.user, AT).await.map(drop),
            Act::Suppress => outbox::suppress(tx, lease, &[delivery], AT).await,
            Act::Pause => outbox::pause(tx, batch, w.user, AT).await.map(drop),
            Act::ExpireDue => outbox::expire_due(tx, AT.plus_seconds(100 * 3600)).await.map(drop),
            Act::Recover(_) | Act::RecoverStopped => outbox::recover(tx, Grace::None, AT).await.map(drop),
            Act::SendAgain => outbox::send_again(tx, delivery, w.user, AT).await.map(drop),
            Act::ConsiderSent => outbox::consider_sent(tx, delivery, w.user, AT).await.map(drop),
        };
        assert!(matches!(done, Ok(()) | Err(StoreError::Refused(_) | StoreError::Conflict)), "{self:?}: {done:?}");
    }
}

/// As if everything before had brought them there; the lease stays the worker's, so that the state alone decides.
async fn bring(tx: &mut Tx, state: DeliveryState, (kind, batch): (Kind, BatchState)) {
    let delivery = "UPDATE delivery SET state = $1";
    let head = "UPDATE batch SET kind = $1, state = $2";
    match tx {
        Tx::Sqlite(t) => {
            sqlx::query(delivery).bind(state.code()).execute(&mut **t).await.map(drop).unwrap();
            sqlx::query(head).bind(kind.code()).bind(batch.code()).execute(&mut **t).await.map(drop).unwrap();
        }
        Tx::Postgres(t) => {
            sqlx::query(delivery).bind(state.code()).execute(&mut **t).await.map(drop).unwrap();
            sqlx::query(head).bind(kind.code()).bind(batch.code()).execute(&mut **t).await.map(drop).unwrap();
        }
    }
}

async fn every_turn(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let (lease, claimed) = w.claim(AT).await;
    let delivery = ids(&claimed)[0];
    let mut taken = vec![];
    for act in ACTS {
        for from in DeliveryState::ALL.into_iter().filter(|from| act.is_possible(*from)) {
            let mut tx = w.pool.write().await.unwrap();
            bring(&mut tx, from, act.batch()).await;
            act.run(&mut tx, &w, &lease, batch, delivery).await;
            let after = from.after(act.turn(from));
            let found = sends::delivery(&mut tx, delivery).await.unwrap().state;
            assert_eq!(found, after.unwrap_or(from), "{act:?} from {from:?}");
            taken.extend(after.map(|_| act.turn(from)));
        }
    }
    assert!(Turn::ALL.iter().all(|turn| taken.contains(turn)), "{taken:?}");
}
store::both!(each_statement_moves_a_delivery_as_the_table_says_and_nothing_else, every_turn);
