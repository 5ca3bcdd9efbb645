//! Nothing leaves after a restore until an administrator says so, and nothing of it twice without saying so.

use crate::world::*;
use model::delivery::Kind;
use model::{BatchId, UserId};
use store::outbox::{self, Lease, NewBatch};
use store::testing::{Fresh, restored, run};
use store::{Pool, restorations, sends};

/// Of each kind one that waits, one of them in flight when the copy was made.
async fn of_each_kind(w: &World) -> Vec<BatchId> {
    let mut ids = vec![];
    for (key, kind) in
        [("s", Kind::System), ("o", Kind::OneOff), ("d", Kind::Document), ("c", Kind::Campaign), ("f", Kind::OneOff)]
    {
        let batch = NewBatch { kind, ..w.batch(key, &["a@x.example"]) };
        ids.push(w.enqueue(&batch).await);
    }
    ids
}

/// `kept` elsewhere.
fn there(w: &World, fresh: &Fresh) -> World {
    World { pool: fresh.pool.clone(), keys: w.keys.clone(), user: w.user, account: w.account }
}

async fn states(pool: &Pool) -> Vec<(String, bool)> {
    let mut tx = pool.read().await.unwrap();
    let kept = store::testing::kept(&mut tx).await.unwrap();
    kept.deliveries.iter().map(|one| (one.state.code().to_owned(), one.dup_risk)).collect()
}

async fn leased(pool: &Pool, at: model::Moment) -> Option<Lease> {
    let mut tx = pool.write().await.unwrap();
    outbox::release_due(&mut tx, at).await.unwrap();
    let lease = outbox::lease_account(&mut tx, "w1", at.plus_seconds(30), at).await.unwrap();
    tx.commit().await.unwrap();
    lease
}

async fn nothing_leaves(fresh: &Fresh) {
    let w = world(fresh).await;
    of_each_kind(&w).await;
    let at = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(at).await;
    w.begin(&lease, &ids(&claimed), at).await;
    let back = restored(&fresh.pool, at).await;
    let pool = &back.pool;
    let state = |state: &str, risk: bool| (state.to_owned(), risk);
    // The system mail was in flight: like after a crash, and then nobody needs its link any more.
    let all = states(pool).await;
    assert_eq!(
        all[1..],
        [state("queued", true), state("queued", true), state("uncertain", false), state("queued", true)]
    );
    assert!(["uncertain", "cancelled"].contains(&all[0].0.as_str()), "{all:?}");

    let mut tx = pool.read().await.unwrap();
    let held = restorations::find(&mut tx).await.unwrap().unwrap();
    assert_eq!((held.copied_at, held.restored_at), (at, at));
    let waiting = restorations::waiting(&mut tx, &held, 2).await.unwrap();
    assert_eq!((waiting.batches, waiting.addresses, waiting.since, waiting.first.len()), (3, 3, 0, 2));
    assert_eq!((waiting.first[0].subject.as_str(), waiting.first[0].addresses), ("Devis", 1));
    drop(tx);

    // However late it is: no account, nothing due, nothing expires.
    let late = at.plus_seconds(30 * 24 * 3600);
    assert!(leased(pool, late).await.is_none());
    let mut tx = pool.write().await.unwrap();
    assert!(!outbox::somebody_waits(&mut tx, "w2", late).await.unwrap());
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None);
    assert_eq!(outbox::expire_due(&mut tx, late).await.unwrap(), []);
    drop(tx);

    let mut tx = pool.write().await.unwrap();
    assert!(restorations::confirm(&mut tx, w.user, late).await.unwrap());
    assert!(!restorations::confirm(&mut tx, w.user, late).await.unwrap(), "once");
    assert_eq!(restorations::find(&mut tx).await.unwrap(), None);
    assert_eq!(outbox::expire_due(&mut tx, late).await.unwrap(), [], "all its time again");
    tx.commit().await.unwrap();
    let (_, claimed) = there(&w, &back).claim(late).await;
    assert!(claimed.deliveries[0].dup_risk, "it says that it may be the second");
}
store::both!(s69_after_a_restore_nothing_leaves_until_it_is_confirmed, nothing_leaves);

/// A worker that had its lease before, whatever made the hold: it is asked for again in the last commit.
async fn in_the_last_commit(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let at = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(at).await;
    let mut tx = w.pool.write().await.unwrap();
    let hold = "INSERT INTO restoration (copied_at, restored_at, last_batch_id)
      VALUES ('2026-11-23 09:00:00+00:00', '2026-11-23 09:00:00+00:00', 1)";
    run(&mut tx, hold).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.begin(&lease, &ids(&claimed), at).await, [], "none is put in flight");
    assert_eq!(w.states(id).await, ["queued", "queued"]);
    let mut tx = w.pool.write().await.unwrap();
    assert!(outbox::due(&mut tx, &lease, 10, at).await.unwrap().is_empty(), "nor found again");
}
store::both!(s69_the_hold_is_looked_at_in_the_commit_that_puts_a_mail_in_flight, in_the_last_commit);

/// « Annuler ce qui attend, puis reprendre »
async fn without(fresh: &Fresh) {
    let w = world(fresh).await;
    let old = w.enqueue(&w.batch("old", &["a@x.example", "b@x.example"])).await;
    let at = NOW.plus_seconds(11);
    let back = restored(&fresh.pool, at).await;
    let w = there(&w, &back);
    let new = w.enqueue(&w.batch("new", &["c@x.example"])).await;
    let mut tx = w.pool.write().await.unwrap();
    let held = restorations::find(&mut tx).await.unwrap().unwrap();
    assert_eq!(restorations::waiting(&mut tx, &held, 10).await.unwrap().since, 1);
    assert!(restorations::confirm_without(&mut tx, w.user, at).await.unwrap());
    assert!(!restorations::confirm_without(&mut tx, w.user, at).await.unwrap(), "once");
    tx.commit().await.unwrap();
    assert_eq!(w.states(old).await, ["uncertain", "uncertain"], "nobody knows whether it left");
    let mut tx = w.pool.write().await.unwrap();
    let view = sends::get(&mut tx, old).await.unwrap();
    let delivery = view.messages[0].deliveries[0].id;
    outbox::send_again(&mut tx, delivery, w.user, at).await.unwrap();
    outbox::consider_sent(&mut tx, view.messages[0].deliveries[1].id, w.user, at).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.states(old).await, ["queued", "sent"]);
    let (_, claimed) = w.claim(NOW.plus_seconds(12)).await;
    let first: Vec<_> = claimed.deliveries.iter().map(|one| (claimed.batch, one.dup_risk)).collect();
    assert!(first == [(new, false)] || first == [(old, true)], "{first:?}");
}
store::both!(s69_what_waited_may_be_called_off_and_what_was_written_since_leaves, without);

/// S06, S10: whoever signed out, or used a link, since the copy was made did so for good.
async fn nobody_is_let_in(fresh: &Fresh) {
    let w = world(fresh).await;
    w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let mut tx = w.pool.write().await.unwrap();
    for text in [
        "INSERT INTO session (token_hash, user_id, created_at, last_seen_at, user_agent)
          SELECT mime_hash, 1, created_at, created_at, '' FROM message",
        "INSERT INTO access_token (token_hash, purpose, user_id, created_at, expires_at)
          SELECT mime_hash, 'reset', 1, created_at, created_at FROM message",
    ] {
        assert_eq!(run(&mut tx, text).await.unwrap(), 1);
    }
    tx.commit().await.unwrap();
    let back = restored(&w.pool, NOW).await;
    for table in ["session", "access_token"] {
        let mut tx = back.pool.write().await.unwrap();
        assert_eq!(run(&mut tx, &format!("DELETE FROM {table}")).await.unwrap(), 0, "{table}");
    }
    let mut tx = back.pool.read().await.unwrap();
    assert_eq!(store::users::get(&mut tx, UserId(w.user.0)).await.unwrap().name, "Léa");
    // S58: whoever has the copy alone has no password.
    let away = restorations::sealed_away(&mut tx, None).await.unwrap();
    let other = store::secrets::Keys::generate().unwrap();
    assert_eq!(away.len(), 1);
    assert_eq!(restorations::sealed_away(&mut tx, Some(&other)).await.unwrap(), away);
    assert_eq!(restorations::sealed_away(&mut tx, Some(&w.keys)).await.unwrap(), Vec::<String>::new());
}
store::both!(s06_s10_s58_a_copy_lets_nobody_in_and_shows_no_secret, nobody_is_let_in);
