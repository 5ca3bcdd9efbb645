//! P50: every send is found again; P36: what was corrected.

use super::book::{client, contact};
use super::world::*;
use model::delivery::DeliveryState;
use model::{AccountState, BatchId};
use store::outbox::{self, Next};
use store::sends::{self, Filter};
use store::testing::Fresh;
use store::{accounts, contacts};

async fn lists(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut batches = vec![];
    for key in ["one", "two", "three"] {
        batches.push(w.enqueue(&w.batch(key, &["a@x.example", "b@x.example"])).await);
    }
    let mut tx = w.pool.read().await.unwrap();
    let page = sends::list(&mut tx, Filter::All, None, 2).await.unwrap();
    assert_eq!(page.iter().map(|b| b.id).collect::<Vec<_>>(), [batches[2], batches[1]]);
    let rest = sends::list(&mut tx, Filter::By(w.user), Some(batches[1]), 2).await.unwrap();
    assert_eq!(rest.iter().map(|b| b.id).collect::<Vec<_>>(), [batches[0]]);
    assert_eq!((rest[0].by.as_ref().unwrap().1.as_str(), rest[0].subject.as_str()), ("Léa", "Devis"));
    assert_eq!(rest[0].first, ["a@x.example", "b@x.example"]);
    assert!(sends::list(&mut tx, Filter::InTrouble, None, 9).await.unwrap().is_empty());
    for filter in [Filter::Client(model::ClientId(1)), Filter::Contact(model::ContactId(1))] {
        assert!(sends::list(&mut tx, filter, None, 9).await.unwrap().is_empty());
    }
}
store::both!(p50_sends_are_listed_page_after_page, lists);

async fn own_facts(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let acme = client(&mut tx, "C1", "ACME").await;
    tx.commit().await.unwrap();
    let mut one = w.batch("one", &["a@x.example", "b@x.example", "c@x.example", "d@x.example"]);
    (one.messages[0].client_id, one.messages[0].subject) = (Some(acme), "Devis".into());
    // The copy to oneself stands first and counts nowhere.
    one.messages[0].deliveries[0].self_copy = true;
    one.messages[0].deliveries[2].name = "Chloé".into();
    let mut two = w.batch("two", &["e@x.example"]);
    (two.by, two.messages[0].subject) = (None, "Facture".into());
    two.messages.push(w.batch("more", &["f@x.example"]).messages.remove(0));
    let mut three = w.batch("three", &["g@x.example"]);
    three.messages[0].deliveries[0].self_copy = true;
    let ids = [w.enqueue(&three).await, w.enqueue(&two).await, w.enqueue(&one).await];
    let mut tx = w.pool.write().await.unwrap();
    outbox::cancel(&mut tx, ids[1], w.user, NOW).await.unwrap();
    let all = sends::list(&mut tx, Filter::All, None, 9).await.unwrap();
    let names: Vec<_> = all.iter().map(|b| (b.id, b.subject.as_str(), b.first.join(" "))).collect();
    let expected = [
        (ids[2], "Devis", "b@x.example Chloé d@x.example".to_owned()),
        (ids[1], "Facture", "e@x.example f@x.example".to_owned()),
        (ids[0], "Devis", String::new()),
    ];
    assert_eq!(names, expected);
    let counts: Vec<_> = all.iter().map(|b| (b.counts.total, b.counts.waiting, b.counts.cancelled)).collect();
    assert_eq!(counts, [(3, 3, 0), (2, 0, 2), (0, 0, 0)]);
    assert_eq!(all.iter().map(|b| b.by.is_some()).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(all.iter().map(|b| b.client.as_ref().map(|c| c.0)).collect::<Vec<_>>(), [Some(acme), None, None]);
    for one in all {
        let alone = sends::list(&mut tx, Filter::All, Some(BatchId(one.id.0 + 1)), 1).await.unwrap();
        assert_eq!(alone, [one]);
    }
}
store::both!(p50_each_send_of_a_list_has_its_own_facts, own_facts);

/// P50: a client's history tells what became of their mails, whatever became of the others' in the same act.
async fn of_several(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let (acme, beta) = (client(&mut tx, "C1", "ACME").await, client(&mut tx, "C2", "Beta").await);
    tx.commit().await.unwrap();
    let mut both = w.batch("both", &["a@x.example"]);
    both.messages.push(w.batch("b1", &["b@x.example"]).messages.remove(0));
    both.messages.push(w.batch("b2", &["c@x.example"]).messages.remove(0));
    for (mail, (client, subject)) in both.messages.iter_mut().zip([(acme, "F-1"), (beta, "F-2"), (beta, "F-3")]) {
        (mail.client_id, mail.subject) = (Some(client), subject.into());
    }
    let mut alone = w.batch("alone", &["b@x.example"]);
    alone.messages[0].client_id = Some(beta);
    let ids_of = [w.enqueue(&both).await, w.enqueue(&alone).await];
    // The first mail is ACME's.
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    w.settle(&lease, &[end(ids(&claimed)[0], Next::Failed)]).await.unwrap();

    let mut tx = w.pool.read().await.unwrap();
    let told = |rows: Vec<model::send::BatchSummary>| {
        let one = |b: model::send::BatchSummary| {
            (b.id, b.subject, b.client.map(|c| c.0), b.first.join(" "), (b.counts.total, b.counts.failed), b.several)
        };
        rows.into_iter().map(one).collect::<Vec<_>>()
    };
    let mut of = async |filter, before| told(sends::list(&mut tx, filter, before, 9).await.unwrap());
    let own = |subject: &str, client: model::ClientId, first: &str, counts: (i64, i64)| {
        (ids_of[0], subject.to_owned(), Some(client), first.to_owned(), counts, None::<(i64, i64)>)
    };
    assert_eq!(of(Filter::Client(acme), None).await, [own("F-1", acme, "a@x.example", (1, 1))]);
    let of_beta = of(Filter::Client(beta), None).await;
    assert_eq!(of_beta[1..], [own("F-2", beta, "b@x.example c@x.example", (2, 0))]);
    assert_eq!((of_beta.len(), of_beta[0].0, of_beta[0].4), (2, ids_of[1], (1, 0)));
    assert_eq!(of(Filter::Client(beta), Some(ids_of[1])).await, of_beta[1..]);
    let all = of(Filter::All, None).await;
    let several: Vec<_> = all.iter().map(|row| (row.0, row.4, row.5)).collect();
    assert_eq!(several, [(ids_of[1], (1, 0), None), (ids_of[0], (3, 1), Some((3, 2)))]);
}
store::both!(p50_a_history_tells_of_its_own_mails_of_a_batch_to_several, of_several);

async fn corrected(fresh: &Fresh) {
    let w = world(fresh).await;
    let first = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    let all = ids(&claimed);
    w.settle(&lease, &[end(all[0], Next::Sent { test_mailbox: false }), end(all[1], Next::Failed)]).await.unwrap();
    assert_eq!(in_trouble(&w).await, [first]);
    let mut tx = w.pool.write().await.unwrap();
    let original = outbox::original(&mut tx, all[1]).await.unwrap();
    assert_eq!((original.subject.as_str(), original.recipients.len()), ("Devis", 2));
    let mut again = w.batch("again", &["bb@x.example"]);
    again.messages[0].again_of = Some(original.message);
    again.messages[0].deliveries[0].corrects = Some(all[1]);
    let second = outbox::enqueue(&mut tx, &again, now).await.unwrap().batch_id;
    let view = sends::get(&mut tx, first).await.unwrap();
    let failed = &view.messages[0].deliveries[1];
    assert_eq!(failed.state, DeliveryState::Failed, "history is not rewritten");
    assert_eq!(failed.corrected_by, Some((second, "bb@x.example".into())));
    assert!(!failed.can_be_corrected());
    assert_eq!(sends::get(&mut tx, second).await.unwrap().messages[0].again_of, Some(first));
    tx.commit().await.unwrap();
    assert!(in_trouble(&w).await.is_empty(), "corrected: nobody has to look at it any more");
    let mut tx = w.pool.write().await.unwrap();
    outbox::cancel(&mut tx, second, w.user, now).await.unwrap();
    let failed = sends::get(&mut tx, first).await.unwrap().messages.remove(0).deliveries.remove(1);
    assert_eq!((failed.can_be_corrected(), failed.corrections), (true, 1), "cancelled ones are counted");
    tx.commit().await.unwrap();
    assert_eq!(in_trouble(&w).await, [first]);
}
store::both!(p36_a_corrected_address_is_a_new_line_of_history, corrected);

/// Nothing failed, and yet nothing leaves until somebody mends the account.
async fn held_back(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_due(&mut tx, now).await.unwrap();
    tx.commit().await.unwrap();
    assert!(in_trouble(&w).await.is_empty(), "it is about to leave");
    for (state, expected) in [
        (AccountState::Throttled, vec![]),
        (AccountState::AuthFailed, vec![batch]),
        (AccountState::SenderRefused, vec![batch]),
        (AccountState::Disabled, vec![batch]),
    ] {
        let mut tx = w.pool.write().await.unwrap();
        accounts::stop(&mut tx, w.account, state, "535", now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(in_trouble(&w).await, expected, "{state:?}");
    }
}
store::both!(mails_of_a_stopped_account_wait_for_a_person, held_back);

/// P06: nobody can correct the address of somebody who was deleted.
async fn forgotten(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut tx = w.pool.write().await.unwrap();
    let marie = contact(&mut tx, "Marie Durand", "a@x.example").await;
    tx.commit().await.unwrap();
    let mut mail = w.batch("one", &["a@x.example"]);
    mail.messages[0].deliveries[0].contact_id = Some(marie);
    let batch = w.enqueue(&mail).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    w.settle(&lease, &[end(ids(&claimed)[0], Next::Failed)]).await.unwrap();
    assert_eq!(in_trouble(&w).await, [batch]);
    let mut tx = w.pool.write().await.unwrap();
    contacts::remove(&mut tx, marie, now).await.unwrap();
    contacts::forget_removed(&mut tx, now.plus_seconds(31)).await.unwrap();
    assert!(!sends::get(&mut tx, batch).await.unwrap().messages[0].deliveries[0].can_be_corrected());
    tx.commit().await.unwrap();
    assert!(in_trouble(&w).await.is_empty());
}
store::both!(p06_a_failure_without_an_address_is_nobodys_task, forgotten);

async fn in_trouble(w: &World) -> Vec<BatchId> {
    let mut tx = w.pool.read().await.unwrap();
    sends::list(&mut tx, Filter::InTrouble, None, 9).await.unwrap().iter().map(|batch| batch.id).collect()
}
