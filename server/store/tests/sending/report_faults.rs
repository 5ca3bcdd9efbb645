//! Delivery reports that lie, arrive together, or come at a bad moment: nobody is blocked who exists, nobody waits in a circle.

use super::book::{a_contact, client};
use super::documents::document;
use super::reports::{line, suppresses};
use super::world::*;
use model::delivery::{Kind, ReportKind};
use model::document::DocumentState;
use model::send::Shown;
use std::cell::Cell;
use store::outbox::{Beside, Landed, Next, ReportLine};
use store::secrets::Keys;
use store::testing::Fresh;
use store::{contacts, documents, outbox};

/// Two of them arrive at the same instant: whoever is second waits, and counts the first.
async fn both_count(fresh: &Fresh) {
    let w = world(fresh).await;
    for key in ["a", "b"] {
        w.sent(key, &["marie@a.example"]).await;
    }
    let hard = [line("marie@a.example", "marie@a.example", ReportKind::Hard)];
    let (a, b) = (w.find(&["a"], &hard).await, w.find(&["b"], &hard).await);
    let mut first = w.pool.write().await.unwrap();
    assert!(!suppresses(outbox::land_report(&mut first, &w.keys, [1; 32], &a.ours, NOW).await.unwrap()[0]));
    let done = Cell::new(false);
    let second = async {
        let mut second = w.pool.write().await.unwrap();
        let landed = outbox::land_report(&mut second, &w.keys, [2; 32], &b.ours, NOW).await.unwrap();
        second.commit().await.unwrap();
        done.set(true);
        landed[0]
    };
    let commit = async {
        // On SQLite the second cannot even begin.
        let waits = matches!(w.pool, store::Pool::Postgres(_));
        while waits && !done.get() && store::testing::waiting(&w.pool).await.unwrap() == 0 {
            tokio::task::yield_now().await;
        }
        first.commit().await.unwrap();
    };
    let (landed, ()) = tokio::join!(second, commit);
    assert!(suppresses(landed), "{landed:?}");
    assert!(w.is_blocked("marie@a.example").await);
}
store::both!(s70_two_hard_reports_at_one_instant_suppress, both_count);

/// Each holds what the other one wants, unless all hold in the same order.
async fn crossed(fresh: &Fresh) {
    let w = world(fresh).await;
    let addresses: Vec<String> = (0..12).map(|n| format!("a{n}@x.example")).collect();
    let to: Vec<&str> = addresses.iter().map(String::as_str).collect();
    for key in ["a", "b"] {
        w.sent(key, &to).await;
    }
    let lines: Vec<ReportLine> = to.iter().map(|one| line(one, one, ReportKind::Soft)).collect();
    let back: Vec<ReportLine> = lines.iter().rev().cloned().collect();
    for round in 0..8 {
        let (one, other) =
            tokio::join!(w.report_of(2 * round, &["a"], &lines, NOW), w.report_of(2 * round + 1, &["a"], &back, NOW));
        assert!(one.iter().chain(&other).all(|landed| matches!(landed, Landed::Kept { .. })), "{one:?} {other:?}");
    }
    let found = (w.find(&["a", "b"], &lines).await, w.find(&["b", "a"], &back).await);
    for found in [found.0, found.1] {
        assert!(found.ours.is_sorted_by_key(|one| one.delivery) && found.ours.len() == to.len());
    }
}
store::both!(reports_about_the_same_deliveries_in_opposite_order_wait_for_each_other, crossed);

async fn behind(fresh: &Fresh) {
    let w = world(fresh).await;
    for key in ["a", "b", "c"] {
        w.sent(key, &["equipe@a.example"]).await;
    }
    for (n, key) in [(1, "a"), (2, "b")] {
        let of = [line("equipe@a.example", "partie@b.example", ReportKind::Hard)];
        let landed = w.report_of(n, &[key], &of, NOW).await;
        assert!(matches!(landed[..], [Landed::Kept { kind: ReportKind::Soft, suppressed: false, .. }]), "{landed:?}");
    }
    let all = [
        line("equipe@a.example", "luc@b.example", ReportKind::Delayed),
        line("equipe@a.example", "EQUIPE@a.example", ReportKind::Hard),
        line("equipe@a.example", "zoe@b.example", ReportKind::Hard),
        line("nobody@a.example", "nobody@a.example", ReportKind::Hard),
    ];
    let landed = w.report_of(3, &["c"], &all, NOW).await;
    let [Landed::Unknown, Landed::Kept { kind: ReportKind::Hard, .. }] = landed[..] else { panic!("{landed:?}") };
    assert!(!w.is_blocked("equipe@a.example").await, "of all of them one is its own");
}
store::both!(s70_somebody_behind_an_alias_who_does_not_exist_blocks_nobody, behind);

async fn between(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let marie = contacts::add(&mut tx, &a_contact("Marie Durand", "marie@a.example"), None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    w.sent("a", &["marie@a.example"]).await;
    let found = w.find(&["a"], &[line("marie@a.example", "marie@a.example", ReportKind::Hard)]).await;
    assert_eq!(found.ours.len(), 1);
    let mut tx = w.pool.write().await.unwrap();
    contacts::remove(&mut tx, marie, NOW).await.unwrap();
    contacts::forget_removed(&mut tx, NOW.plus_seconds(1).plus_ms(contacts::UNDO)).await.unwrap();
    let landed = outbox::land_report(&mut tx, &w.keys, [1; 32], &found.ours, NOW).await.unwrap();
    assert_eq!(landed, [Landed::Unknown]);
    tx.commit().await.unwrap();
}
store::both!(p06_a_report_that_was_looked_up_before_somebody_was_forgotten_is_not_kept, between);

async fn without_key(fresh: &Fresh) {
    let mut w = world(fresh).await;
    w.sent("a", &["marie@a.example"]).await;
    let batch = w.sent("b", &["marie@a.example"]).await;
    w.sent("c", &["marie@a.example"]).await;
    assert!(!suppresses(w.report(1, "a", "marie@a.example", ReportKind::Hard, NOW).await));
    let own = std::mem::replace(&mut w.keys, Keys::generate().unwrap());
    let landed = w.report(2, "b", "marie@a.example", ReportKind::Hard, NOW).await;
    assert!(matches!(landed, Landed::Kept { suppressed: false, uncounted: true, .. }), "{landed:?}");
    assert_eq!(w.seen(batch).await, (Shown::Bounced, true), "it is told all the same");
    w.keys = own;
    assert!(!w.is_blocked("marie@a.example").await);
    assert!(suppresses(w.report(3, "c", "marie@a.example", ReportKind::Hard, NOW).await), "what was counted counts");
}
store::both!(s58_without_the_key_a_report_is_kept_and_counts_for_nothing, without_key);

/// What came back of a try says nothing of the one after it.
async fn tried_again(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut batch = w.batch("a", &["marie@a.example"]);
    batch.undo_until = None;
    let id = w.enqueue(&batch).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let delivery = w.begin(&lease, &ids(&claimed), now).await[0];
    w.report(1, "a", "marie@a.example", ReportKind::Soft, now).await;
    let again = Next::Queued { due_at: now, counted: true, dup_risk: true };
    w.settle(&lease, &[end(delivery, again)]).await.unwrap();
    w.report(2, "a", "marie@a.example", ReportKind::Soft, now).await;
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_account(&mut tx, &lease).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!w.seen(id).await.1, "it is tried again");

    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    w.report(3, "a", "marie@a.example", ReportKind::Soft, now).await;
    w.settle(&lease, &[end(delivery, Next::Uncertain)]).await.unwrap();
    assert_eq!(w.seen(id).await, (Shown::Uncertain, true), "whoever decides is told");
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_account(&mut tx, &lease).await.unwrap();
    outbox::send_again(&mut tx, delivery, w.user, now).await.unwrap();
    tx.commit().await.unwrap();
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    w.settle(&lease, &[end(delivery, Next::Sent { test_mailbox: false })]).await.unwrap();
    assert_eq!(w.seen(id).await, (Shown::Sent, false));
    w.report(4, "a", "marie@a.example", ReportKind::Soft, now).await;
    assert_eq!(w.seen(id).await, (Shown::Bounced, true));
}
store::both!(p36_what_came_back_of_a_try_says_nothing_of_the_next_one, tried_again);

/// Nobody waits while a large one is looked up, and little is asked.
async fn many(fresh: &Fresh) {
    let w = world(fresh).await;
    w.sent("a", &["marie@a.example"]).await;
    let lines: Vec<ReportLine> =
        (0..500).map(|n| line(&format!("a{n}@x.example"), &format!("b{n}@x.example"), ReportKind::Hard)).collect();
    let keys: Vec<String> = (0..19).map(|n| format!("k{n}")).chain(["a".to_owned()]).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    store::testing::statements();
    let found = w.find(&keys, &lines).await;
    assert_eq!((found.ours.len(), found.unknown), (0, 500));
    assert_eq!(store::testing::statements(), 1);
}
store::both!(a_report_that_names_many_is_looked_up_at_once, many);

/// One mail may carry several documents of a client.
async fn together(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let acme = client(&mut tx, "C1", "ACME").await;
    let all = [document(&mut tx, &w, acme, "O-1").await, document(&mut tx, &w, acme, "O-2").await];
    tx.commit().await.unwrap();
    let mut batch = w.batch("a", &["marie@a.example"]);
    (batch.kind, batch.undo_until) = (Kind::Document, None);
    batch.messages[0].document_id = Some(all[0]);
    batch.messages[0].beside = vec![(all[1], Beside::Further)];
    w.enqueue(&batch).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    w.settle(&lease, &[end(ids(&claimed)[0], Next::Sent { test_mailbox: false })]).await.unwrap();
    let states = async || {
        let mut tx = w.pool.read().await.unwrap();
        let own = documents::get(&mut tx, all[0]).await.unwrap().state;
        [own, documents::get(&mut tx, all[1]).await.unwrap().state]
    };
    assert_eq!(states().await, [DocumentState::Sent; 2]);
    w.report(1, "a", "marie@a.example", ReportKind::Soft, now).await;
    assert_eq!(states().await, [DocumentState::Failed; 2]);
}
store::both!(p36_a_mail_that_came_back_is_told_at_each_of_its_documents, together);
