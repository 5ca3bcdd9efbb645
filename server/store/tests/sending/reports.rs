//! Delivery reports (delivery.md §2): told beside the state, once each, of the very delivery; twice hard, and nothing is sent to the
//! address any more, until somebody says otherwise.

use super::book::a_contact;
use super::world::*;
use model::delivery::{Enhanced, Finding, ReportKind};
use model::send::{BlockedWhy, Shown};
use model::{BatchId, Moment};
use store::outbox::{self, Found, Landed, Next, ReportLine};
use store::secrets::Keys;
use store::sends::{self, Filter};
use store::suppressions::{self, is_suppressed, suppressed};
use store::testing::Fresh;
use store::{StoreError, Tx, contacts};

const DAY: i64 = 86_400;

fn finding(kind: ReportKind) -> Finding {
    let enhanced = if kind == ReportKind::Hard { Enhanced(5, 1, 1) } else { Enhanced(4, 2, 2) };
    Finding { kind, code: Some(550), enhanced: Some(enhanced), text: "<marie@a.example> is unknown".into() }
}

/// What a report says of the one we called so, of whom another may have been refused in the end.
pub fn line(ours: &str, refused: &str, kind: ReportKind) -> ReportLine {
    let addresses = vec![ours.to_owned(), refused.to_owned()];
    ReportLine { addresses, refused: vec![refused.to_owned()], finding: finding(kind) }
}

impl World {
    /// A mail that was sent, with this Message-ID.
    pub async fn sent(&self, key: &str, addresses: &[&str]) -> BatchId {
        let mut batch = self.batch(key, addresses);
        batch.undo_until = None;
        let id = self.enqueue(&batch).await;
        let (lease, claimed) = self.claim(NOW.plus_seconds(11)).await;
        self.begin(&lease, &ids(&claimed), NOW.plus_seconds(11)).await;
        let ends: Vec<_> = ids(&claimed).into_iter().map(|id| end(id, Next::Sent { test_mailbox: false })).collect();
        self.settle(&lease, &ends).await.unwrap();
        let mut tx = self.pool.write().await.unwrap();
        outbox::close_if_settled(&mut tx, id, NOW.plus_seconds(12)).await.unwrap();
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn report(&self, n: u8, key: &str, address: &str, kind: ReportKind, now: Moment) -> Landed {
        let landed = self.report_of(n, &[key], &[line(address, address, kind)], now).await;
        assert_eq!(landed.len(), 1);
        landed[0]
    }

    /// Of several, as a report names them.
    pub async fn report_of(&self, n: u8, keys: &[&str], lines: &[ReportLine], now: Moment) -> Vec<Landed> {
        let found = self.find(keys, lines).await;
        let mut landed = vec![Landed::Unknown; found.unknown];
        let mut tx = self.pool.write().await.unwrap();
        landed.extend(outbox::land_report(&mut tx, &self.keys, [n; 32], &found.ours, now).await.unwrap());
        tx.commit().await.unwrap();
        landed
    }

    pub async fn find(&self, keys: &[&str], lines: &[ReportLine]) -> Found {
        let ids: Vec<String> = keys.iter().map(|key| format!("{key}@maison.example")).collect();
        let mut tx = self.pool.read().await.unwrap();
        outbox::find_reported(&mut tx, &ids, lines).await.unwrap()
    }

    /// How the only delivery of a batch reads.
    pub async fn seen(&self, batch: BatchId) -> (Shown, bool) {
        let mut tx = self.pool.read().await.unwrap();
        let delivery = sends::get(&mut tx, batch).await.unwrap().messages.remove(0).deliveries.remove(0);
        (delivery.shown(), delivery.bounce.is_some())
    }

    pub async fn is_blocked(&self, text: &str) -> bool {
        let mut tx = self.pool.read().await.unwrap();
        is_suppressed(&mut tx, &self.keys, &address(text)).await.unwrap()
    }
}

pub fn suppresses(landed: Landed) -> bool {
    matches!(landed, Landed::Kept { suppressed: true, .. })
}

async fn told(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.sent("k", &["marie@a.example", "luc@a.example"]).await;
    let in_trouble = async || {
        let mut tx = w.pool.read().await.unwrap();
        sends::list(&mut tx, Filter::InTrouble, None, 9).await.unwrap()
    };
    assert!(in_trouble().await.is_empty());
    assert!(matches!(
        w.report(1, "k", "marie@a.example", ReportKind::Delayed, NOW).await,
        Landed::Kept { kind: ReportKind::Delayed, suppressed: false, .. }
    ));
    assert!(in_trouble().await.is_empty(), "a delay changes nothing");
    let Landed::Kept { delivery, batch: of, .. } = w.report(2, "k", "Marie@A.example", ReportKind::Hard, NOW).await
    else {
        panic!("nothing was kept")
    };
    assert_eq!(of, batch);
    let again = w.report(2, "k", "marie@a.example", ReportKind::Hard, NOW.plus_seconds(9)).await;
    assert_eq!(again, Landed::Known(delivery), "the same report twice is one event");

    assert_eq!(w.states(batch).await, ["sent", "sent"], "the state is never rewritten");
    let mut tx = w.pool.read().await.unwrap();
    let view = sends::get(&mut tx, batch).await.unwrap();
    let [marie, luc] = &view.messages[0].deliveries[..] else { panic!("two deliveries") };
    assert_eq!((marie.shown(), luc.shown()), (Shown::Bounced, Shown::Sent));
    let bounce = marie.bounce.as_ref().unwrap();
    assert_eq!((bounce.hard, bounce.code, bounce.enhanced.as_str(), bounce.at), (true, Some(550), "5.1.1", NOW));
    assert!(marie.can_be_corrected() && !luc.can_be_corrected(), "P36");
    drop(tx);
    let listed = in_trouble().await;
    assert_eq!(listed[0].counts, view.counts(), "the list counts like the result");
    assert_eq!((view.counts().sent, view.counts().bounced), (1, 1));
    assert!(!bounce.blocked && !w.is_blocked("marie@a.example").await, "once is not enough");
}
store::both!(p36_a_mail_that_came_back_is_told_once_beside_its_state, told);

async fn forged(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.sent("k", &["marie@a.example"]).await;
    for (key, address) in [("x", "marie@a.example"), ("k", "luc@a.example"), ("k", "nobody"), ("", ""), ("%", "%")] {
        assert_eq!(w.report(1, key, address, ReportKind::Hard, NOW).await, Landed::Unknown, "{key} {address}");
    }
    let mut tx = w.pool.read().await.unwrap();
    assert_eq!(sends::get(&mut tx, batch).await.unwrap().counts().sent, 1);
}
store::both!(a_report_that_does_not_know_both_id_and_address_names_nothing, forged);

async fn twice(fresh: &Fresh) {
    let w = world(fresh).await;
    let last = NOW.plus_seconds(90 * DAY);
    let first = w.sent("a", &["marie@a.example"]).await;
    for key in ["b", "c", "d", "e"] {
        w.sent(key, &["marie@a.example"]).await;
    }
    let told_blocked = async |tx: &mut Tx| {
        let view = sends::get(tx, first).await.unwrap();
        view.messages[0].deliveries[0].bounce.as_ref().unwrap().blocked
    };
    assert!(!suppresses(w.report(1, "a", "marie@a.example", ReportKind::Hard, NOW).await));
    assert!(!suppresses(w.report(2, "a", "marie@a.example", ReportKind::Hard, NOW).await), "the same delivery");
    assert!(!suppresses(w.report(3, "b", "marie@a.example", ReportKind::Soft, NOW).await), "a full mailbox");
    assert!(!suppresses(w.report(4, "b", "marie@a.example", ReportKind::Hard, last.plus_ms(1)).await), "too long ago");
    assert!(suppresses(w.report(5, "c", "marie@a.example", ReportKind::Hard, last.plus_ms(2)).await));
    assert!(!suppresses(w.report(6, "d", "marie@a.example", ReportKind::Hard, last.plus_ms(3)).await), "it is already");
    for spelled in ["marie@a.example", "MARIE@A.Example"] {
        assert!(w.is_blocked(spelled).await, "{spelled}");
    }
    let mut tx = w.pool.write().await.unwrap();
    assert!(told_blocked(&mut tx).await, "each mail that came back says so, the first too");
    let asked = ["luc@a.example", "marie@a.example", "no address", ""];
    assert_eq!(suppressed(&mut tx, &w.keys, &asked).await.unwrap(), [false, true, false, false]);
    assert!(suppressed(&mut tx, &Keys::generate().unwrap(), &asked).await.is_err(), "another key tells nothing");
    let listed = suppressions::list(&mut tx, None).await.unwrap();
    let [one] = &listed[..] else { panic!("{listed:?}") };
    assert_eq!((one.address.as_str(), one.why, one.since), ("marie@a.example", BlockedWhy::Bounces, last.plus_ms(2)));
    assert_eq!((one.code, one.enhanced.as_str()), (Some(550), "5.1.1"));
    let hmac = one.id.parse().unwrap();
    assert!(suppressions::list(&mut tx, Some((one.since, hmac))).await.unwrap().is_empty(), "the page after it");

    let later = last.plus_seconds(60);
    suppressions::remove(&mut tx, hmac, w.user, later).await.unwrap();
    suppressions::remove(&mut tx, hmac, w.user, later.plus_seconds(9)).await.unwrap();
    assert!(suppressions::list(&mut tx, None).await.unwrap().is_empty());
    assert!(!told_blocked(&mut tx).await, "somebody lets mails leave again");
    suppressions::restore(&mut tx, hmac, later.plus_seconds(DAY)).await.unwrap();
    suppressions::restore(&mut tx, hmac, later.plus_seconds(3 * DAY)).await.unwrap();
    assert_eq!(suppressions::list(&mut tx, None).await.unwrap(), listed, "as it was");
    suppressions::remove(&mut tx, hmac, w.user, later).await.unwrap();
    let late = suppressions::restore(&mut tx, hmac, later.plus_seconds(DAY + 1)).await;
    assert!(matches!(late, Err(StoreError::NotFound)), "{late:?}");
    let none = suppressions::remove(&mut tx, "0".repeat(64).parse().unwrap(), w.user, later).await;
    assert!(matches!(none, Err(StoreError::NotFound)), "{none:?}");
    tx.commit().await.unwrap();
    assert!(!w.is_blocked("marie@a.example").await);

    let after = later.plus_seconds(DAY);
    assert!(!suppresses(w.report(7, "d", "marie@a.example", ReportKind::Hard, after).await), "counted anew");
    assert!(suppresses(w.report(8, "e", "marie@a.example", ReportKind::Hard, after.plus_ms(1)).await));
    assert!(w.is_blocked("marie@a.example").await);
}
store::both!(s70_an_address_that_came_back_twice_is_suppressed_until_somebody_says_otherwise, twice);

async fn turned_over(fresh: &Fresh) {
    let mut w = world(fresh).await;
    for (n, key) in [(1, "a"), (2, "b")] {
        w.sent(key, &["marie@a.example"]).await;
        w.report(n, key, "marie@a.example", ReportKind::Hard, NOW).await;
    }
    let old = w.keys.clone();
    w.keys = Keys::parse(secrecy::ExposeSecret::expose_secret(&old.turned_over().unwrap().text())).unwrap();
    assert!(w.is_blocked("marie@a.example").await, "the older key is still there");
    let mut tx = w.pool.write().await.unwrap();
    assert!(!suppressions::reseal(&mut tx, &Keys::generate().unwrap()).await.unwrap());
    assert!(suppressions::reseal(&mut tx, &w.keys).await.unwrap());
    assert!(suppressions::reseal(&mut tx, &w.keys).await.unwrap(), "twice changes nothing");
    assert!(suppressions::find_key(&mut tx, &old).await.is_err(), "the older key is needed no more");
    tx.commit().await.unwrap();
    assert!(w.is_blocked("marie@a.example").await, "and the hashes are the same");
}
store::both!(s58_a_turn_over_of_keys_keeps_addresses_suppressed, turned_over);

async fn forgotten(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let marie = contacts::add(&mut tx, &a_contact("Marie Durand", "marie@a.example"), None, NOW).await.unwrap();
    tx.commit().await.unwrap();
    for (n, key) in [(1, "a"), (2, "b")] {
        w.sent(key, &["marie@a.example"]).await;
        w.report(n, key, "marie@a.example", ReportKind::Hard, NOW).await;
    }
    let mut tx = w.pool.write().await.unwrap();
    contacts::remove(&mut tx, marie, NOW).await.unwrap();
    contacts::forget_removed(&mut tx, NOW.plus_seconds(1).plus_ms(contacts::UNDO)).await.unwrap();
    let listed = suppressions::list(&mut tx, None).await.unwrap();
    assert_eq!((listed.len(), listed[0].address.as_str(), listed[0].text.as_str()), (1, "", ""), "nobody is named");
    tx.commit().await.unwrap();
    assert!(w.is_blocked("marie@a.example").await, "and still nothing is sent there");
    assert_eq!(w.report(3, "a", "marie@a.example", ReportKind::Hard, NOW).await, Landed::Unknown);
}
store::both!(s70_whoever_is_forgotten_stays_suppressed_without_a_name, forgotten);

async fn at_once(fresh: &Fresh) {
    let w = world(fresh).await;
    w.sent("k", &["marie@a.example"]).await;
    let all =
        futures_util::future::join_all((0..8).map(|_| w.report(1, "k", "marie@a.example", ReportKind::Hard, NOW)))
            .await;
    assert_eq!(all.iter().filter(|landed| matches!(landed, Landed::Kept { .. })).count(), 1, "{all:?}");
}
store::both!(the_same_report_read_by_several_at_once_is_one_event, at_once);

/// Whoever got a mail could send any number of reports about it.
async fn flood(fresh: &Fresh) {
    let w = world(fresh).await;
    w.sent("k", &["marie@a.example"]).await;
    let mut kept = 0;
    for n in 0..30 {
        let landed = w.report(n, "k", "marie@a.example", ReportKind::Soft, NOW).await;
        kept += usize::from(matches!(landed, Landed::Kept { .. }));
    }
    assert_eq!(kept, 20);
}
store::both!(s70_any_number_of_reports_about_one_mail_fill_no_table, flood);
