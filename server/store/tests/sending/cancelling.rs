//! P28, P33: « Annuler l’envoi » in time and too late, « Annuler le reste » (E15), with exact counts.

use super::world::*;
use model::compose::{Recipient, SavedDraft};
use model::delivery::DeliveryState;
use model::recipients::Role;
use model::send::{BatchState, Cancelled};
use model::{BatchId, DeliveryId, DraftId, Lang, UserRole};
use store::outbox::{self, Next};
use store::testing::Fresh;
use store::{StoreError, blobs, drafts, sends, users};

async fn in_time(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let written = everything(&w, draft).await;
    let mut batch = w.batch("one", &["a@x.example", "b@x.example"]);
    batch.draft_id = Some(draft);
    batch.messages[0].attachments = written.attachments.iter().map(|file| file.id).collect();
    let id = w.enqueue(&batch).await;
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, NOW.plus_seconds(5)).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 2, too_late: 0, draft_id: Some(draft) });
    tx.commit().await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let back = drafts::get(&mut tx, w.user, draft).await.unwrap();
    assert_eq!((&back.draft, &back.attachments), (&written.draft, &written.attachments), "with everything in it");
    assert_eq!(sends::get(&mut tx, id).await.unwrap().state, BatchState::Cancelled);
    assert_eq!(outbox::release_due(&mut tx, NOW.plus_seconds(60)).await.unwrap(), []);
    assert!(outbox::lease_account(&mut tx, "w1", NOW, NOW.plus_seconds(60)).await.unwrap().is_none());
    batch.idem_key = "two".into();
    outbox::enqueue(&mut tx, &batch, NOW).await.unwrap();
}
store::both!(cancelled_in_time_nothing_leaves_and_the_draft_is_back, in_time);

/// Cc and Cci, why each is there, and files.
async fn everything(w: &World, draft: DraftId) -> SavedDraft {
    let mut tx = w.pool.write().await.unwrap();
    let mut content = drafts::get(&mut tx, w.user, draft).await.unwrap().draft;
    for (role, text) in [(Role::Cc, "b@x.example"), (Role::Bcc, "c@x.example")] {
        content.recipients.push(Recipient { role, address: address(text), name: None, contact_id: None });
    }
    content.field_state = r#"{"lines":[{"chips":[{"why":"favourite"}]}]}"#.into();
    drafts::save(&mut tx, w.user, draft, &content, 1, NOW).await.unwrap();
    let file = blobs::add(&mut tx, b"abc", NOW).await.unwrap();
    for name in ["devis.pdf", "Été.pdf"] {
        drafts::attach(&mut tx, w.user, draft, (name, "application/pdf"), &file, NOW).await.unwrap();
    }
    let saved = drafts::get(&mut tx, w.user, draft).await.unwrap();
    tx.commit().await.unwrap();
    saved
}

async fn too_late(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut batch = w.batch("one", &["a@x.example", "b@x.example", "c@x.example"]);
    batch.draft_id = Some(draft);
    let id = w.enqueue(&batch).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    assert_eq!(w.begin(&lease, &all[..2], now).await.len(), 2);
    w.settle(&lease, &[end(all[0], Next::Sent { test_mailbox: false })]).await.unwrap();

    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 1, too_late: 2, draft_id: None });
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["sent", "in_flight", "cancelled"]);
    assert!(w.begin(&lease, &all[2..], now).await.is_empty(), "looked at again before it leaves");
    w.settle(&lease, &[end(all[1], Next::Sent { test_mailbox: false })]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let again = outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
    assert_eq!(again, Cancelled { stopped: 0, too_late: 2, draft_id: None });
    let view = sends::get(&mut tx, id).await.unwrap();
    assert!(view.messages[0].deliveries.iter().all(|d| d.state != DeliveryState::InFlight));
}
store::both!(cancelled_too_late_it_says_how_many_left, too_late);

fn put_off(dup_risk: bool) -> Next {
    Next::Queued { due_at: NOW.plus_seconds(3600), counted: true, dup_risk }
}

/// A batch with a draft whose addresses came to these ends.
async fn ended(w: &World, key: &str, ends: &[Next]) -> (BatchId, DraftId, Vec<DeliveryId>) {
    let draft = w.draft().await;
    let addresses: Vec<String> = (0..ends.len()).map(|n| format!("a{n}@x.example")).collect();
    let mut batch = w.batch(key, &addresses.iter().map(String::as_str).collect::<Vec<_>>());
    batch.draft_id = Some(draft);
    let id = w.enqueue(&batch).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    w.begin(&lease, &all, now).await;
    let settled: Vec<_> = all.iter().zip(ends).map(|(id, next)| end(*id, *next)).collect();
    w.settle(&lease, &settled).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_account(&mut tx, &lease).await.unwrap();
    tx.commit().await.unwrap();
    (id, draft, all)
}

/// E15: what was put off waits up to three days, long after the seconds for cancelling.
async fn the_rest(fresh: &Fresh) {
    let w = world(fresh).await;
    let sent = Next::Sent { test_mailbox: false };
    type Case<'a> = (&'a str, &'a [Next], (i64, i64, bool), &'a [&'a str]);
    let cases: [Case; 4] = [
        ("some left", &[sent, put_off(false), Next::Failed], (1, 1, false), &["sent", "cancelled", "failed"]),
        ("none left", &[put_off(false), put_off(false)], (2, 0, true), &["cancelled", "cancelled"]),
        ("refused is not left", &[Next::Failed, put_off(false)], (1, 0, true), &["failed", "cancelled"]),
        ("may have arrived", &[put_off(true), put_off(false)], (1, 1, false), &["uncertain", "cancelled"]),
    ];
    for (what, ends, (stopped, too_late, back), states) in cases {
        let (id, draft, _) = ended(&w, what, ends).await;
        let mut tx = w.pool.write().await.unwrap();
        let answer = outbox::cancel(&mut tx, id, w.user, NOW.plus_seconds(600)).await.unwrap();
        assert_eq!(answer, Cancelled { stopped, too_late, draft_id: back.then_some(draft) }, "{what}");
        assert_eq!(drafts::get(&mut tx, w.user, draft).await.is_ok(), back, "{what}");
        tx.commit().await.unwrap();
        assert_eq!(w.states(id).await, states, "{what}");
    }
    let mut tx = w.pool.read().await.unwrap();
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None, "nothing is tried again");
}
store::both!(e15_the_rest_is_stopped_whatever_it_waits_for, the_rest);

/// « peut-être reçu deux fois » is said of what was tried again, not of one try that was cut off.
async fn once(fresh: &Fresh) {
    let w = world(fresh).await;
    let (id, _, all) = ended(&w, "one", &[put_off(true)]).await;
    let mut tx = w.pool.write().await.unwrap();
    assert!(sends::delivery(&mut tx, all[0]).await.unwrap().dup_risk, "it may leave again");
    outbox::cancel(&mut tx, id, w.user, NOW.plus_seconds(600)).await.unwrap();
    let one = sends::delivery(&mut tx, all[0]).await.unwrap();
    assert_eq!((one.state, one.dup_risk), (DeliveryState::Uncertain, false));
    outbox::send_again(&mut tx, all[0], w.user, NOW.plus_seconds(700)).await.unwrap();
    assert!(sends::delivery(&mut tx, all[0]).await.unwrap().dup_risk, "now it does");
}
store::both!(what_was_tried_once_may_not_have_arrived_twice, once);

/// P36: the mail left, only not to this address.
async fn corrected(fresh: &Fresh) {
    let w = world(fresh).await;
    let (id, draft, all) = ended(&w, "one", &[Next::Failed, put_off(false)]).await;
    let mut correction = w.batch("two", &["b@x.example"]);
    correction.messages[0].deliveries[0].corrects = Some(all[0]);
    w.enqueue(&correction).await;
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, NOW.plus_seconds(600)).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 1, too_late: 0, draft_id: None });
    assert!(drafts::get(&mut tx, w.user, draft).await.is_err());
}
store::both!(what_went_to_a_corrected_address_gives_no_draft_back, corrected);

async fn in_flight(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example", "c@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    w.begin(&lease, &all, now).await;
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 0, too_late: 3, draft_id: None });
    tx.commit().await.unwrap();
    w.settle(&lease, &[end(all[2], Next::Uncertain)]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let early = outbox::send_again(&mut tx, all[2], w.user, now).await;
    assert!(matches!(early, Err(StoreError::Refused("not_uncertain"))), "it would revive those still in flight");
    drop(tx);
    w.settle(&lease, &[end(all[0], put_off(false)), end(all[1], put_off(true))]).await.unwrap();
    assert_eq!(w.states(id).await, ["cancelled", "uncertain", "uncertain"], "not tried again for three days");
    let mut tx = w.pool.write().await.unwrap();
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None);
    outbox::send_again(&mut tx, all[2], w.user, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["cancelled", "uncertain", "queued"], "that one alone");
}
store::both!(what_is_in_flight_when_its_send_is_cancelled_is_not_tried_again, in_flight);

async fn by_another(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut batch = w.batch("one", &["a@x.example"]);
    batch.draft_id = Some(draft);
    let id = w.enqueue(&batch).await;
    let other = users::NewUser {
        email: address("zoe@maison.example"),
        name: "Zoé".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    let mut tx = w.pool.write().await.unwrap();
    let other = users::add(&mut tx, &other, NOW).await.unwrap();
    let answer = outbox::cancel(&mut tx, id, other, NOW).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 1, too_late: 0, draft_id: None }, "a draft is its owner's");
    assert!(drafts::get(&mut tx, w.user, draft).await.is_ok(), "who has it back");
}
store::both!(another_may_cancel_but_does_not_get_the_draft, by_another);
