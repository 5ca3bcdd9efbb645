//! Several connections, limits, turns, and a server that refuses one mail after the other (delivery.md §3, §4).

use crate::house::{House, address, form};
use crate::support::{Act, At, Script};
use mail::Outbox;
use model::delivery::DeliveryState;
use model::send::{BatchState, BlockedWhy, Shown};
use model::{AccountOwner, AccountState};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use store::testing::Fresh;
use store::{accounts, suppressions};

fn copies(house: &House) -> BTreeMap<String, usize> {
    let mut copies = BTreeMap::new();
    house.server.accepted().iter().flat_map(|mail| &mail.to).for_each(|to| *copies.entry(to.clone()).or_default() += 1);
    copies
}

async fn several(fresh: &Fresh) {
    let house = House::new(fresh, Script::default().slow(1, 5)).await;
    house.limit(3, 0, 0).await;
    let id = house.documents("f", house.account, 40).await;
    let worker = house.outbox().await;
    let view = house.settled(&worker, id).await;
    worker.stop().await;
    assert_eq!((view.counts().sent, view.state), (40, BatchState::Done));
    let accepted = house.server.accepted();
    let sessions: BTreeSet<usize> = accepted.iter().map(|mail| mail.session).collect();
    assert_eq!(sessions.len(), 3, "three lines, each kept for the next mail: {sessions:?}");
    assert_eq!((copies(&house).len(), accepted.len()), (40, 40), "each once (I3)");
}
store::both!(an_account_sends_on_as_many_lines_as_it_may_have, several);

async fn fewer(fresh: &Fresh) {
    let script = Script::default().slow(1, 3).on(At::Greeting, |asked| match asked.session {
        // The refusals come first.
        0 | 1 => Act::raw("220 here\r\n").after(Duration::from_millis(60)),
        _ => Act::say("421 4.7.0 too many connections").then(Act::HangUp),
    });
    let house = House::new(fresh, script).await;
    house.limit(4, 0, 0).await;
    let id = house.documents("f", house.account, 30).await;
    let worker = house.outbox().await;
    let view = house.settled(&worker, id).await;
    worker.stop().await;
    assert_eq!(view.counts().sent, 30);
    assert_eq!(view.trouble, None, "a server that gives two lines is not in trouble");
    assert_eq!(copies(&house).len(), house.server.accepted().len());
}
store::both!(a_server_that_gives_fewer_lines_is_made_do_with, fewer);

async fn account_state(house: &House) -> (AccountState, String) {
    let mut tx = house.pool.read().await.unwrap();
    let account = accounts::get(&mut tx, house.account).await.unwrap();
    (account.state, account.state_text)
}

/// Until so many are accepted and the account waits for its window.
async fn limited(house: &House, worker: &Outbox, batch: model::BatchId, accepted: usize, why: &str) {
    house.until(worker, batch, |view| view.counts().sent as usize >= accepted).await;
    let throttled = async {
        loop {
            let (state, text) = account_state(house).await;
            if state == AccountState::Throttled {
                return text;
            }
            tokio::task::yield_now().await;
        }
    };
    let text = tokio::time::timeout(Duration::from_secs(30), throttled).await.expect("a limit that is reached");
    assert_eq!((house.server.accepted().len(), text.as_str()), (accepted, why));
}

async fn limits(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    house.limit(4, 5, 12).await;
    let id = house.documents("f", house.account, 20).await;
    let worker = house.outbox().await;
    limited(&house, &worker, id, 5, "limit_minute").await;
    worker.stop().await;
    house.jump(30);
    // The same limits, set anew: nothing but what is counted holds anything back then.
    house.limit(4, 5, 12).await;
    let worker = house.outbox().await;
    limited(&house, &worker, id, 5, "limit_minute").await;
    house.jump(31);
    limited(&house, &worker, id, 10, "limit_minute").await;
    house.jump(61);
    limited(&house, &worker, id, 12, "limit_day").await;
    house.jump(24 * 3600);
    limited(&house, &worker, id, 17, "limit_minute").await;
    house.jump(61);
    let view = house.settled(&worker, id).await;
    worker.stop().await;
    assert_eq!((view.counts().sent, copies(&house).len()), (20, 20));
}
store::both!(i8_no_window_is_above_its_limit_also_after_a_restart, limits);

async fn refused(fresh: &Fresh) {
    let script = Script::default().on(At::Data, |_| Act::say("554 5.7.1 this looks like spam"));
    let house = House::new(fresh, script).await;
    let id = house.documents("f", house.account, 12).await;
    let worker = house.outbox().await;
    house.until(&worker, id, |view| view.state == BatchState::Paused).await;
    worker.stop().await;
    let view = house.view(id).await;
    assert_eq!((view.counts().failed, house.server.accepted().len()), (5, 0));
    let waiting = view.messages.iter().flat_map(|m| &m.deliveries).filter(|d| d.shown() == Shown::Waiting).count();
    assert_eq!(waiting, 7, "the others were not tried");
    let worker = house.outbox().await;
    let other = house.documents("g", house.account, 1).await;
    house.settled(&worker, other).await;
    worker.stop().await;
    assert_eq!(house.view(id).await.counts().failed, 5, "what is paused stays, and is in nobody's way");
}
store::both!(five_refusals_for_policy_in_a_row_pause_the_batch, refused);

async fn turns(fresh: &Fresh) {
    let house = House::new(fresh, Script::default().slow(2, 4)).await;
    let mut tx = house.pool.write().await.unwrap();
    let allowed = vec![format!("127.0.0.1:{}", house.server.address().port())];
    let own = form(&house.server).check(None, &allowed).unwrap();
    let own = accounts::add(&mut tx, &house.keys, AccountOwner::User(house.user), &own, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let long = house.documents("f", house.account, 400).await;
    let config = mail::Config { accounts: 1, turn: Duration::from_millis(50), ..house.config() };
    let worker = Outbox::start(house.pool.clone(), house.keys.clone(), config).await.unwrap();
    house.until(&worker, long, |view| view.counts().sent > 0).await;
    let short = house.documents("g", own, 1).await;
    house.settled(&worker, short).await;
    let rest = house.view(long).await.counts();
    worker.stop().await;
    assert!(rest.sent < 400, "the short one did not wait for the end of the long one");
}
store::both!(accounts_take_turns_when_there_are_more_than_workers, turns);

/// A worker that cannot look for work says so, and is well again when it can.
#[tokio::test]
async fn a_worker_that_cannot_reach_the_database_is_stuck() {
    let fresh = store::testing::sqlite().await;
    let house = House::new(&fresh, Script::default()).await;
    let worker = house.outbox().await;
    assert!(!worker.health().is_stuck());
    let held = house.pool.write().await.unwrap();
    house.jump(61);
    assert!(worker.health().is_stuck(), "SQLite has one writer, and that is held");
    drop(held);
    let id = house.documents("f", house.account, 1).await;
    house.settled(&worker, id).await;
    assert!(!worker.health().is_stuck());
    assert_eq!(worker.health().tally.sent, 1);
    worker.stop().await;
}

async fn blocked(fresh: &Fresh) {
    let house = House::new(fresh, Script::default()).await;
    let mut tx = house.pool.write().await.unwrap();
    let key = suppressions::key(&mut tx, &house.keys).await.unwrap();
    let hmac = key.hmac(&address("F1@x.example"));
    suppressions::add(&mut tx, hmac, BlockedWhy::Bounces, None, house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let id = house.documents("f", house.account, 3).await;
    let worker = house.outbox().await;
    let view = house.settled(&worker, id).await;
    worker.stop().await;
    let states: Vec<_> = view.messages.iter().flat_map(|m| &m.deliveries).map(|d| d.state).collect();
    assert_eq!(states, [DeliveryState::Sent, DeliveryState::Suppressed, DeliveryState::Sent]);
    assert_eq!((copies(&house).len(), view.state), (2, BatchState::Done));
}
store::both!(i2_nothing_leaves_for_a_blocked_address, blocked);

/// A server that takes the login and hangs up before any mail is in trouble like one that does not answer.
async fn hung_up(fresh: &Fresh) {
    let script = Script::default()
        .on(At::Ehlo, |_| Act::raw("250-here\r\n250 PIPELINING\r\n421 4.3.2 closing\r\n").then(Act::HangUp));
    let house = House::new(fresh, script).await;
    house.limit(2, 0, 0).await;
    let id = house.documents("f", house.account, 4).await;
    let worker = house.outbox().await;
    let view = house.until(&worker, id, |view| view.trouble.is_some()).await;
    worker.stop().await;
    assert_eq!(view.trouble.as_ref().unwrap().state, AccountState::Throttled);
    assert_eq!((view.counts().failed, house.server.accepted().len()), (0, 0));
}
store::both!(a_server_that_hangs_up_at_once_is_left_alone_for_a_while, hung_up);

/// Limits that are set while a large batch leaves hold for the rest of it.
async fn meanwhile(fresh: &Fresh) {
    let house = House::new(fresh, Script::default().slow(1, 2)).await;
    let id = house.documents("f", house.account, 300).await;
    let worker = house.outbox().await;
    house.until(&worker, id, |view| view.counts().sent > 0).await;
    house.limit(1, 1, 0).await;
    let text = async {
        loop {
            let (state, text) = account_state(&house).await;
            if state == AccountState::Throttled {
                return text;
            }
            tokio::task::yield_now().await;
        }
    };
    let text = tokio::time::timeout(Duration::from_secs(60), text).await.expect("the new limit");
    worker.stop().await;
    assert_eq!(text, "limit_minute");
}
store::both!(a_limit_set_while_mails_leave_holds_for_the_rest, meanwhile);
