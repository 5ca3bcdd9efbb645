//! Into the outbox in steps (`outbox::fill`): nobody sees it before it is whole, and what was cut off is nothing.

use super::{book::a_contact, steps::*, world::*};
use model::BatchId;
use model::DocumentId;
use model::delivery::Kind;
use model::send::{BatchState, Enqueued, SendsAsked};
use std::collections::BTreeSet;
use store::outbox::fill::{self, Opened};
use store::outbox::{self, NewDelivery};
use store::testing::Fresh;
use store::{StoreError, accounts, checkup, contacts, drafts, sends};

async fn unseen(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let marie = contacts::add(&mut tx, &a_contact("Marie", "p7@x.example"), None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let (batch, mut deliveries) = campaign(&w, "key", MANY);
    deliveries[7].contact_id = Some(marie);
    // The same again, far from the first and beside it.
    deliveries[4_100].address = address("P3@X.example");
    deliveries[8].address = address("p7@x.example");
    let filling = filling(&w, &batch, &deliveries).await;
    assert_eq!(rows(&w.pool).await, held(MANY as i64 - 2));

    let mut tx = w.pool.write().await.unwrap();
    use sends::Filter;
    for filter in [Filter::All, Filter::By(w.user), Filter::Contact(marie), Filter::InTrouble] {
        assert!(sends::list(&mut tx, filter, None, 10).await.unwrap().is_empty(), "{filter:?}");
    }
    for search in ["", "Devis", "p7@x.example"] {
        for kind in [None, Some(Kind::Campaign)] {
            let asked = SendsAsked { kind, search: search.into(), ..SendsAsked::default() };
            assert!(sends::all(&mut tx, &asked).await.unwrap().rows.is_empty(), "{search} {kind:?}");
            let asked = SendsAsked { by: Some(w.user), ..asked };
            assert!(sends::all(&mut tx, &asked).await.unwrap().rows.is_empty(), "{search} {kind:?}");
        }
    }
    let message = filling.messages().next().unwrap();
    assert!(matches!(sends::raw(&mut tx, message).await, Err(StoreError::NotFound)));
    // Somebody may guess its number.
    let guessed = BatchId(1);
    assert!(matches!(sends::get(&mut tx, guessed).await, Err(StoreError::NotFound)));
    assert!(matches!(outbox::cancel(&mut tx, guessed, w.user, NOW).await, Err(StoreError::NotFound)));
    assert!(matches!(outbox::pause(&mut tx, guessed, w.user, NOW).await, Err(StoreError::NotFound)));
    assert!(matches!(outbox::resume(&mut tx, guessed, w.user, NOW).await, Err(StoreError::NotFound)));
    assert!(outbox::standing(&mut tx).await.unwrap().deliveries.iter().all(|(_, count)| *count == 0));
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None);
    assert_eq!(outbox::release_due(&mut tx, NOW.plus_seconds(1_000_000)).await.unwrap(), []);
    assert_eq!(outbox::feed_due(&mut tx, NOW.plus_seconds(1_000_000)).await.unwrap().mails, 0);
    assert!(outbox::expire_due(&mut tx, NOW.plus_seconds(1_000_000)).await.unwrap().is_empty());
    assert!(outbox::lease_account(&mut tx, "w1", NOW.plus_seconds(30), NOW).await.unwrap().is_none());
    let steps = outbox::steps_due(&mut tx, NOW).await.unwrap();
    assert_eq!(steps, outbox::StepsDue { feed: false, sweep: false });
    assert!(outbox::find_by_key(&mut tx, "key").await.unwrap().is_none());
    tx.commit().await.unwrap();

    let done = finish(&w.pool, &filling, None, NOW).await.unwrap();
    assert_eq!((done.batch_id, done.already), (guessed, false));
    let mut tx = w.pool.read().await.unwrap();
    let view = sends::get(&mut tx, done.batch_id).await.unwrap();
    let shown: Vec<&str> = view.messages[0].deliveries.iter().map(|one| one.address.as_str()).collect();
    let expected = addresses(MANY);
    let expected = expected.iter().enumerate().filter(|(n, _)| ![8, 4_100].contains(n));
    assert_eq!(shown, expected.map(|(_, address)| address.as_str()).collect::<Vec<_>>(), "in the order of the mail");
    assert_eq!((view.counts().waiting, view.state), (MANY as i64 - 2, BatchState::Running));
    for filter in [Filter::All, Filter::By(w.user), Filter::Contact(marie)] {
        assert_eq!(sends::list(&mut tx, filter, None, 10).await.unwrap().len(), 1, "{filter:?}");
    }
    assert_eq!(outbox::standing(&mut tx).await.unwrap().deliveries[0], ("held".into(), MANY as i64 - 2));
}
store::both!(p33_nobody_sees_a_batch_before_it_is_whole, unseen);

async fn at_once(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (pool, (mut batch, deliveries)) = (w.pool.clone(), campaign(&w, "key", 30));
        batch.draft_id = Some(draft);
        tries.spawn(async move {
            match open(&pool, &batch, NOW).await {
                Opened::Already(done) => done,
                Opened::Filling(filling) => {
                    let message = filling.messages().next().unwrap();
                    fill::add_all(&pool, &filling, message, &deliveries, || NOW).await.unwrap();
                    finish(&pool, &filling, None, NOW).await.unwrap()
                }
            }
        });
    }
    let done = tries.join_all().await;
    assert_eq!(done.iter().map(|one| one.batch_id).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(done.iter().filter(|one| !one.already).count(), 1);
    let mut tx = w.pool.read().await.unwrap();
    let all = sends::list(&mut tx, sends::Filter::All, None, 10).await.unwrap();
    assert_eq!((all.len(), all[0].counts.total), (1, 30));
    assert!(matches!(drafts::get(&mut tx, w.user, draft).await, Err(StoreError::NotFound)));
    drop(tx);
    while sweep(&w.pool, NOW).await {}
    assert_eq!(rows(&w.pool).await, held(30), "what the others had filled is gone");
    let (batch, _) = campaign(&w, "key", 0);
    assert!(matches!(open(&w.pool, &batch, NOW).await, Opened::Already(_)));
    let mut tx = w.pool.write().await.unwrap();
    assert!(outbox::enqueue(&mut tx, &batch, NOW).await.unwrap().already);
    drop(tx);
    let (mut other, deliveries) = campaign(&w, "other", 1);
    other.draft_id = Some(draft);
    let filling = filling(&w, &other, &deliveries).await;
    let twice = finish(&w.pool, &filling, None, NOW).await;
    assert!(matches!(twice, Err(StoreError::Refused("sent"))), "a draft is sent once whatever the key: {twice:?}");
}
store::both!(p33_the_same_key_fifty_times_at_once_makes_one_batch_in_steps_too, at_once);

async fn cut_off(fresh: &Fresh) {
    let w = world(fresh).await;
    let (batch, deliveries) = campaign(&w, "key", MANY);
    let lost = filling(&w, &batch, &deliveries).await;
    // Whoever filled it is gone. The key is free at once.
    let done = filled(&w, "key", 30).await;
    assert_eq!(rows(&w.pool).await, held(MANY as i64 + 30));
    assert!(!sweep(&w.pool, NOW.plus_seconds(9 * 60)).await, "it may be slow");
    let later = NOW.plus_seconds(11 * 60);
    let mut tx = w.pool.read().await.unwrap();
    assert!(outbox::steps_due(&mut tx, later).await.unwrap().sweep);
    drop(tx);
    assert!(sweep(&w.pool, later).await, "it is given up");
    assert!(sweep(&w.pool, later).await);
    let left: i64 = rows(&w.pool).await.iter().map(|(_, count)| count).sum();
    assert!(left > 30 && left < MANY as i64 + 30, "in steps: {left}");

    // It was only slow after all.
    let message = lost.messages().next().unwrap();
    let late = fill::add_all(&w.pool, &lost, message, &campaign(&w, "", 1).1, || later).await;
    assert!(matches!(late, Err(StoreError::Conflict | StoreError::Taken)), "{late:?}");
    let late = finish(&w.pool, &lost, None, later).await;
    assert!(matches!(late, Ok(Enqueued { already: true, batch_id, .. }) if batch_id == done), "{late:?}");
    while sweep(&w.pool, later).await {}
    assert_eq!(rows(&w.pool).await, held(30));
    assert!(!sweep(&w.pool, later.plus_seconds(1_000_000)).await, "nothing is left of it");

    let (batch, deliveries) = campaign(&w, "third", 10);
    let lost = filling(&w, &batch, &deliveries).await;
    let stuck = checkup(&w.pool, later.plus_seconds(2 * 3600)).await.unwrap().stuck;
    assert!(stuck.iter().any(|words| words.contains("put together by somebody who is gone")), "{stuck:?}");
    while sweep(&w.pool, later).await {}
    assert!(matches!(finish(&w.pool, &lost, None, later).await, Err(StoreError::Conflict)), "its rows are gone");
    assert_eq!(feed(&w.pool, later).await, 30);
    let found = checkup(&w.pool, later).await.unwrap();
    assert_eq!((found.damaged, found.stuck), (vec![], vec![]));
}
store::both!(i4_what_was_cut_off_while_it_was_filled_is_nothing_and_goes, cut_off);

/// P06
async fn forgotten(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let marie = contacts::add(&mut tx, &a_contact("Marie Durand", "marie@a.example"), None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let (batch, mut deliveries) = campaign(&w, "key", 3);
    deliveries[1] = NewDelivery {
        address: address("marie@a.example"),
        name: "Marie Durand".into(),
        contact_id: Some(marie),
        ..deliveries[1].clone()
    };
    let slow = filling(&w, &batch, &deliveries).await;
    let (batch, _) = campaign(&w, "later", 0);
    let later = filling(&w, &batch, &[]).await;
    let mut tx = w.pool.write().await.unwrap();
    contacts::remove(&mut tx, marie, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let due = NOW.plus_seconds(1).plus_ms(contacts::UNDO);
    contacts::forget_due(&w.pool, due).await.unwrap();
    assert_eq!(rows(&w.pool).await, held(2), "at once: nobody has seen it");
    for (table, bytes) in store::testing::contents(&w.pool).await.unwrap() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("marie") && !text.contains("durand"), "{table}: {text}");
    }
    // Whoever fills it has read her address before.
    let message = later.messages().next().unwrap();
    fill::add_all(&w.pool, &later, message, &deliveries, || due).await.unwrap();
    for filling in [slow, later] {
        let id = finish(&w.pool, &filling, None, due).await.unwrap().batch_id;
        assert_eq!(w.states(id).await, ["held", "held"], "nobody whose data is gone is written to");
    }
}
store::both!(p06_somebody_who_is_forgotten_goes_from_what_is_being_filled, forgotten);

async fn refused(fresh: &Fresh) {
    let w = world(fresh).await;
    let (mut batch, deliveries) = campaign(&w, "key", 3);
    let open_one = filling(&w, &batch, &deliveries).await;
    let remove = async || {
        let mut tx = w.pool.write().await.unwrap();
        accounts::remove(&mut tx, w.account).await
    };
    assert!(matches!(remove().await, Err(StoreError::Refused("open_deliveries"))), "it is being filled");
    finish(&w.pool, &open_one, None, NOW).await.unwrap();
    assert!(matches!(remove().await, Err(StoreError::Refused("open_deliveries"))), "it is let go");

    batch.idem_key = "document".into();
    batch.messages[0].document_id = Some(DocumentId(1));
    let mut tx = w.pool.write().await.unwrap();
    let document = fill::open(&mut tx, &batch, NOW).await;
    assert!(matches!(document, Err(StoreError::Refused("documents"))), "{document:?}");
    drop(tx);

    // Twice in two steps of somebody who does not sort.
    let (batch, deliveries) = campaign(&w, "twice", 2);
    let filling = filling(&w, &batch, &deliveries).await;
    let message = filling.messages().next().unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let twice = fill::add(&mut tx, &filling, message, &[(9, deliveries[0].clone())], NOW).await;
    assert!(matches!(twice, Err(StoreError::Taken)), "{twice:?}");
    drop(tx);
    let mut tx = w.pool.write().await.unwrap();
    fill::give_up(&mut tx, &filling, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert!(matches!(finish(&w.pool, &filling, None, NOW).await, Err(StoreError::Conflict)));
}
store::both!(what_cannot_be_filled_in_steps_says_so, refused);
