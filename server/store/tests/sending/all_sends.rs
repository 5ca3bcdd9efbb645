//! E16: all sends, narrowed and searched, page after page; which of them wait for a person.

use super::book::client;
use super::world::*;
use model::delivery::{DeliveryState, Kind};
use model::send::{SENDS_PAGE, SendsAsked, SendsState, Waits};
use model::{AccountOwner, BatchId, Day, DocumentFields, DocumentKind};
use store::outbox::{self, Next, Settled};
use store::sends::{self, AllSends, Filter, LastAct};
use store::testing::{Fresh, smtp_account};
use store::{Tx, accounts, contacts, documents, on};

const SENT: Next = Next::Sent { test_mailbox: false };

fn asked(state: Option<SendsState>) -> SendsAsked {
    SendsAsked { state, ..SendsAsked::default() }
}

async fn all(w: &World, asked: &SendsAsked) -> AllSends {
    let mut tx = w.pool.read().await.unwrap();
    sends::all(&mut tx, asked).await.unwrap()
}

async fn ids_of(w: &World, asked: &SendsAsked) -> Vec<BatchId> {
    all(w, asked).await.rows.iter().map(|send| send.id).collect()
}

/// A batch to so many addresses that came to these ends; those without one wait.
async fn ended(w: &World, key: &str, addresses: &[&str], ends: &[Next]) -> BatchId {
    let id = w.enqueue(&w.batch(key, addresses)).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    assert_eq!(claimed.batch, id);
    let tried = &ids(&claimed)[..ends.len()];
    w.begin(&lease, tried, now).await;
    let ends: Vec<Settled> = tried.iter().zip(ends).map(|(id, next)| end(*id, *next)).collect();
    w.settle(&lease, &ends).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    outbox::close_if_settled(&mut tx, id, now).await.unwrap();
    outbox::release_account(&mut tx, &lease).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn acted(w: &World, batch: BatchId, pause: bool) {
    let mut tx = w.pool.write().await.unwrap();
    if pause {
        outbox::pause(&mut tx, batch, w.user, NOW).await.unwrap();
    } else {
        outbox::cancel(&mut tx, batch, w.user, NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn narrowed(fresh: &Fresh) {
    let w = world(fresh).await;
    let done = ended(&w, "done", &["a@x.example"], &[SENT]).await;
    let failed = ended(&w, "failed", &["a@x.example", "b@x.example"], &[SENT, Next::Failed]).await;
    let uncertain = ended(&w, "uncertain", &["a@x.example"], &[Next::Uncertain]).await;
    let stopped = ended(&w, "stopped", &["a@x.example", "b@x.example"], &[SENT]).await;
    acted(&w, stopped, false).await;
    let paused = ended(&w, "paused", &["a@x.example", "b@x.example"], &[SENT]).await;
    acted(&w, paused, true).await;
    let mut documents = w.batch("running", &["a@x.example"]);
    (documents.kind, documents.by) = (Kind::Document, None);
    let running = w.enqueue(&documents).await;
    let mut invitation = w.batch("invitation", &["c@x.example"]);
    invitation.kind = Kind::System;
    w.enqueue(&invitation).await;

    let cases = [
        (None, vec![running, paused, stopped, uncertain, failed, done]),
        (Some(SendsState::Trouble), vec![uncertain, failed]),
        (Some(SendsState::Running), vec![running]),
        (Some(SendsState::Paused), vec![paused]),
        (Some(SendsState::Failed), vec![failed]),
        (Some(SendsState::Uncertain), vec![uncertain]),
        (Some(SendsState::Cancelled), vec![stopped]),
        (Some(SendsState::Done), vec![uncertain, failed, done]),
    ];
    for (state, expected) in cases {
        let found = all(&w, &asked(state)).await;
        assert_eq!(found.rows.iter().map(|send| send.id).collect::<Vec<_>>(), expected, "{state:?}");
        assert_eq!((found.next, found.looked_enough, found.found_more), (None, false, false), "{state:?}");
    }
    let own = SendsAsked { by: Some(w.user), ..asked(None) };
    assert_eq!(ids_of(&w, &own).await, [paused, stopped, uncertain, failed, done]);
    let both = SendsAsked { by: Some(w.user), ..asked(Some(SendsState::Failed)) };
    assert_eq!(ids_of(&w, &both).await, [failed], "filters cumulate");
    let kind = SendsAsked { kind: Some(Kind::Document), ..asked(None) };
    assert_eq!(ids_of(&w, &kind).await, [running]);
    let none = SendsAsked { kind: Some(Kind::Document), ..asked(Some(SendsState::Done)) };
    assert!(ids_of(&w, &none).await.is_empty());
    let before = SendsAsked { until: Some(NOW), ..asked(None) };
    assert!(ids_of(&w, &before).await.is_empty());
    let since = SendsAsked { since: Some(NOW), until: Some(NOW.plus_ms(1)), ..asked(None) };
    assert_eq!(ids_of(&w, &since).await.len(), 6);
    let later = SendsAsked { since: Some(NOW.plus_seconds(1)), ..asked(Some(SendsState::Failed)) };
    assert!(ids_of(&w, &later).await.is_empty());

    let mut tx = w.pool.write().await.unwrap();
    let form = smtp_account().check(None, &[]).unwrap();
    let mine = accounts::add(&mut tx, &w.keys, AccountOwner::User(w.user), &form, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let mut by_mine = w.batch("mine", &["a@x.example"]);
    by_mine.messages[0].account_id = mine;
    let by_mine = w.enqueue(&by_mine).await;
    let account = SendsAsked { account: Some(mine), ..asked(None) };
    assert_eq!(ids_of(&w, &account).await, [by_mine]);
}
store::both!(e16_each_filter_of_all_sends_and_several_at_once, narrowed);

async fn searched(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi d’Or").await;
    let invoice = DocumentFields {
        kind: DocumentKind::Invoice,
        number: "F-2026-17".into(),
        day: Day::new(2026, 11, 23).unwrap(),
        amount: None,
        site: None,
        contact: None,
    };
    let invoice = documents::add(&mut tx, epi, &invoice, None, w.user, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let mut one = w.batch("one", &["marie.durand@voisin.example"]);
    one.messages[0].subject = "Révision du contrat".into();
    let one = w.enqueue(&one).await;
    let mut two = w.batch("two", &["contact@epi.example"]);
    (two.messages[0].client_id, two.messages[0].document_id) = (Some(epi), Some(invoice));
    let two = w.enqueue(&two).await;
    let three = w.enqueue(&w.batch("three", &["zoe@ailleurs.example", "paul@voisin.example"])).await;
    let search = |text: &str| SendsAsked { search: text.into(), ..SendsAsked::default() };
    for (text, expected) in [
        ("revision", vec![one]),
        ("CONTRAT rév", vec![one]),
        ("Epi", vec![two]),
        ("F-2026-17", vec![two]),
        ("17", vec![two]),
        ("marie.durand@voisin.example", vec![one]),
        ("MARIE.dur", vec![one]),
        ("paul", vec![three]),
        ("devis", vec![three, two]),
        ("rien de tel", vec![]),
        ("%", vec![]),
        ("'\";--", vec![]),
    ] {
        assert_eq!(ids_of(&w, &search(text)).await, expected, "{text}");
    }
    let both = SendsAsked { state: Some(SendsState::Paused), ..search("devis") };
    assert!(ids_of(&w, &both).await.is_empty());
    acted(&w, two, true).await;
    assert_eq!(ids_of(&w, &both).await, [two]);
    let trouble = SendsAsked { state: Some(SendsState::Trouble), ..search("devis") };
    assert!(ids_of(&w, &trouble).await.is_empty(), "whoever paused it knows");
}
store::both!(e16_a_send_is_found_by_subject_client_document_and_address, searched);

async fn paged(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut batches = vec![];
    for n in 0..SENDS_PAGE + 3 {
        batches.push(ended(&w, &format!("k{n}"), &["a@x.example", "b@x.example"], &[Next::Failed, Next::Failed]).await);
    }
    batches.reverse();
    for state in [None, Some(SendsState::Failed), Some(SendsState::Done), Some(SendsState::Trouble)] {
        for by in [None, Some(w.user)] {
            let first = all(&w, &SendsAsked { by, ..asked(state) }).await;
            let mut found: Vec<_> = first.rows.iter().map(|send| send.id).collect();
            assert_eq!((found.len(), first.looked_enough), (SENDS_PAGE, false), "{state:?}");
            let rest = all(&w, &SendsAsked { by, before: first.next, ..asked(state) }).await;
            assert_eq!(rest.next, None, "{state:?}");
            found.extend(rest.rows.iter().map(|send| send.id));
            assert_eq!(found, batches, "{state:?} {by:?}");
        }
    }
    let searched = SendsAsked { search: "devis".into(), ..asked(None) };
    let first = all(&w, &searched).await;
    let rest = all(&w, &SendsAsked { before: first.next, ..searched }).await;
    assert_eq!((first.rows.len(), rest.rows.len()), (SENDS_PAGE, 3));
}
store::both!(e16_every_page_goes_on_where_the_last_ended, paged);

/// Nothing is sent to a blocked address: whoever wrote to it is told, but for one of many.
async fn blocked(fresh: &Fresh) {
    let (w, now) = (world(fresh).await, NOW.plus_seconds(11));
    for kind in [Kind::Document, Kind::Campaign] {
        w.enqueue(&outbox::NewBatch { kind, ..w.batch(kind.code(), &["a@x.example"]) }).await;
        let (lease, claimed) = w.claim(now).await;
        let mut tx = w.pool.write().await.unwrap();
        outbox::suppress(&mut tx, &lease, &ids(&claimed), now).await.unwrap();
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
    }
    let failed = ids_of(&w, &asked(Some(SendsState::Failed))).await;
    assert_eq!((failed.len(), ids_of(&w, &asked(Some(SendsState::Trouble))).await), (2, failed[1..].to_vec()));
}
store::both!(e16_what_a_blocked_address_stopped_waits_for_a_person, blocked);

/// P36: what was corrected is not offered again, unless its correction was called off.
async fn again(fresh: &Fresh) {
    let w = world(fresh).await;
    let first =
        ended(&w, "one", &["a@x.example", "b@x.example", "c@x.example"], &[SENT, Next::Failed, Next::Failed]).await;
    let whole = ended(&w, "whole", &["a@x.example"], &[SENT]).await;
    let mut tx = w.pool.write().await.unwrap();
    let offered = async |tx: &mut Tx| {
        let found = sends::correctable(tx, &[first, whole]).await.unwrap();
        assert!(!found.contains_key(&whole));
        let lines = sends::get(tx, first).await.unwrap().messages.remove(0).deliveries;
        let shown = lines.iter().filter(|line| line.can_be_corrected()).count() as i64;
        assert_eq!(found.get(&first).copied().unwrap_or(0), shown, "the list offers what the result offers");
        shown
    };
    assert_eq!(offered(&mut tx).await, 2);
    let failed = sends::get(&mut tx, first).await.unwrap().messages[0].deliveries[1].id;
    let mut other = w.batch("again", &["bb@x.example"]);
    other.messages[0].deliveries[0].corrects = Some(failed);
    let other = outbox::enqueue(&mut tx, &other, NOW).await.unwrap().batch_id;
    assert_eq!(offered(&mut tx).await, 1);
    outbox::cancel(&mut tx, other, w.user, NOW).await.unwrap();
    assert_eq!(offered(&mut tx).await, 2);
}
store::both!(p36_the_list_counts_what_can_still_be_sent_again, again);

/// The home page counts all of them and names a few.
async fn held_back(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut batches = vec![];
    for n in 0..SENDS_PAGE + 2 {
        let batch = w.enqueue(&w.batch(&format!("k{n}"), &["a@x.example"])).await;
        acted(&w, batch, true).await;
        batches.push(batch);
    }
    let last = batches.pop().unwrap();
    acted(&w, last, false).await;
    let mut tx = w.pool.read().await.unwrap();
    let (count, first) = sends::paused(&mut tx, 3).await.unwrap();
    assert_eq!(count, SENDS_PAGE as i64 + 1, "one that was cancelled does not wait");
    let named: Vec<_> = first.iter().map(|send| send.id).collect();
    assert_eq!(named, batches.iter().rev().take(3).copied().collect::<Vec<_>>());
}
store::both!(e16_all_that_is_paused_is_counted, held_back);

/// As the machine does it after refusals in a row.
async fn by_machine(tx: &mut Tx, batch: BatchId, data: &str) {
    let state = "UPDATE batch SET state = 'paused' WHERE id = $1";
    on!(tx, c => sqlx::query(state).bind(batch.0).execute(c).await.map(drop)).unwrap();
    let event =
        "INSERT INTO event (batch_id, type, at, data) SELECT id, 'paused', created_at, $2 FROM batch WHERE id = $1";
    on!(tx, c => sqlx::query(event).bind(batch.0).bind(data).execute(c).await.map(drop)).unwrap();
}

async fn machine(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = ended(&w, "one", &["a@x.example", "b@x.example"], &[SENT]).await;
    let mut tx = w.pool.write().await.unwrap();
    by_machine(&mut tx, batch, r#"{"why":"policy","code":554,"text":"5.7.1 content refused"}"#).await;
    tx.commit().await.unwrap();
    let mut tx = w.pool.read().await.unwrap();
    let trouble = sends::list(&mut tx, Filter::InTrouble, None, 9).await.unwrap();
    assert_eq!(trouble.iter().map(|send| send.id).collect::<Vec<_>>(), [batch], "a person has to decide");
    let pause = sends::pauses(&mut tx, &[batch]).await.unwrap().remove(&batch).unwrap();
    assert_eq!((pause.by, pause.said.as_str(), pause.at), (None, "554 5.7.1 content refused", NOW));
    assert_eq!(sends::last_act(&mut tx, batch, w.user, NOW).await.unwrap(), None, "nobody did it");
    drop(tx);
    let mut tx = w.pool.write().await.unwrap();
    outbox::resume(&mut tx, batch, w.user, NOW).await.unwrap();
    tx.commit().await.unwrap();
    acted(&w, batch, true).await;
    let mut tx = w.pool.read().await.unwrap();
    assert!(sends::list(&mut tx, Filter::InTrouble, None, 9).await.unwrap().is_empty(), "a person's own pause");
    let pause = sends::pauses(&mut tx, &[batch]).await.unwrap().remove(&batch).unwrap();
    assert_eq!((pause.by.as_deref(), pause.waiting, pause.in_flight), (Some("Léa"), 1, 0));
    let waits = Waits { waiting: 1, in_flight: 0 };
    assert_eq!(sends::last_act(&mut tx, batch, w.user, NOW).await.unwrap(), Some(LastAct::Paused(waits)));
    assert_eq!(sends::last_act(&mut tx, batch, w.user, NOW.plus_seconds(1)).await.unwrap(), None, "that was before");
}
store::both!(a_pause_of_the_machine_waits_for_a_person_and_says_why, machine);

/// P06: the words of the server that made the machine pause it name whom they are about.
async fn forgotten(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let marie = super::book::contact(&mut tx, "Marie Durand", "marie@x.example").await;
    tx.commit().await.unwrap();
    let batch = ended(&w, "one", &["marie@x.example"], &[Next::Failed]).await;
    let mut tx = w.pool.write().await.unwrap();
    by_machine(&mut tx, batch, r#"{"why":"policy","code":554,"text":"<marie@x.example> refused"}"#).await;
    let now = NOW.plus_seconds(60);
    contacts::remove(&mut tx, marie, now).await.unwrap();
    contacts::forget_removed(&mut tx, now.plus_seconds(31)).await.unwrap();
    let pause = sends::pauses(&mut tx, &[batch]).await.unwrap().remove(&batch).unwrap();
    assert_eq!((pause.by, pause.said.as_str()), (None, ""));
    let view = sends::get(&mut tx, batch).await.unwrap();
    assert_eq!(view.messages[0].deliveries[0].state, DeliveryState::Failed);
}
store::both!(p06_a_pause_of_the_machine_forgets_whom_it_was_about, forgotten);
