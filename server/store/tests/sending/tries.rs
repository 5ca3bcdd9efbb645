//! A delivery with every try, and an account that is tried again because a person says so.

use super::world::*;
use model::AccountState;
use model::BatchId;
use store::outbox::{self, Next, Settled};
use store::testing::Fresh;
use store::{StoreError, accounts, sends};

async fn in_order(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let mut now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let id = ids(&claimed)[0];
    w.begin(&lease, &ids(&claimed), now).await;
    let greylisted = Settled {
        phase: "rcpt",
        code: Some(450),
        enhanced: "4.2.0".into(),
        text: "greylisted".into(),
        tls: "TLSv1.3".into(),
        ..end(id, Next::Queued { due_at: now.plus_seconds(300), counted: true, dup_risk: false })
    };
    w.settle(&lease, &[greylisted]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_account(&mut tx, &lease).await.unwrap();
    tx.commit().await.unwrap();
    now = now.plus_seconds(301);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &[id], now).await;
    w.settle(&lease, &[end(id, Next::Sent { test_mailbox: false })]).await.unwrap();
    assert!(!ids(&claimed).is_empty());

    let mut tx = w.pool.read().await.unwrap();
    let all = sends::tries(&mut tx, batch, id).await.unwrap();
    let told: Vec<_> = all.tries.iter().map(|one| (one.phase.as_str(), one.code, one.enhanced.as_str())).collect();
    assert_eq!(told, [("rcpt", Some(450), "4.2.0"), ("dot", Some(250), "2.0.0")]);
    assert_eq!((all.tries[0].text.as_str(), all.tries[0].tls.as_str()), ("greylisted", "TLSv1.3"));
    assert_eq!((all.tries[1].peer.as_str(), all.tries[1].ended_at), ("127.0.0.1:25", NOW.plus_seconds(12)));
    assert_eq!((all.subject.as_str(), all.delivery.attempts), ("Devis", 2));
    assert_eq!(all.account, Some((AccountState::Ok, None)));
    for other in [BatchId(batch.0 + 1), BatchId(0)] {
        assert!(matches!(sends::tries(&mut tx, other, id).await, Err(StoreError::NotFound)), "of another send");
    }
}
store::both!(each_try_of_a_delivery_is_told_in_order, in_order);

/// Their statement has room for four.
async fn together(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example", "c@x.example"])).await;
    let (lease, claimed) = w.claim(NOW.plus_seconds(11)).await;
    let all = ids(&claimed);
    w.begin(&lease, &all, NOW.plus_seconds(11)).await;
    let ends: Vec<_> = all.iter().map(|id| end(*id, Next::Sent { test_mailbox: false })).collect();
    w.settle(&lease, &ends).await.unwrap();
    let mut tx = w.pool.read().await.unwrap();
    for id in all {
        let told = sends::tries(&mut tx, batch, id).await.unwrap();
        assert_eq!((told.tries.len(), told.delivery.attempts), (1, 1));
    }
}
store::both!(three_that_end_together_are_three_tries, together);

async fn again(fresh: &Fresh) {
    let w = world(fresh).await;
    w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let state = async || {
        let mut tx = w.pool.read().await.unwrap();
        let account = accounts::get(&mut tx, w.account).await.unwrap();
        (account.state, account.next_ok_at, accounts::waiting(&mut tx, w.account).await.unwrap())
    };
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_due(&mut tx, now).await.unwrap();
    accounts::throttle(&mut tx, w.account, "421 later", now.plus_seconds(900), now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(state().await, (AccountState::Throttled, Some(now.plus_seconds(900)), 1));
    for (stopped, expected) in [
        (None, AccountState::Ok),
        (Some(AccountState::AuthFailed), AccountState::Ok),
        (Some(AccountState::SenderRefused), AccountState::Ok),
        (Some(AccountState::Disabled), AccountState::Disabled),
    ] {
        let mut tx = w.pool.write().await.unwrap();
        if let Some(stopped) = stopped {
            accounts::stop(&mut tx, w.account, stopped, "535", now).await.unwrap();
        }
        accounts::retry(&mut tx, w.account, now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(state().await, (expected, None, 1), "{stopped:?}");
    }
    let mut tx = w.pool.read().await.unwrap();
    assert_eq!(accounts::troubles(&mut tx, w.account).await.unwrap(), 1, "in trouble again, it waits longer");
}
store::both!(an_account_is_tried_at_once_when_a_person_says_so_unless_one_switched_it_off, again);
