//! P50: every send is found again; P36: what was corrected.

use super::world::*;
use model::delivery::DeliveryState;
use store::outbox::{self, Next};
use store::sends::{self, Filter};
use store::testing::Fresh;

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

async fn corrected(fresh: &Fresh) {
    let w = world(fresh).await;
    let first = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    let all = ids(&claimed);
    w.settle(&lease, &[end(all[0], Next::Sent { test_mailbox: false }), end(all[1], Next::Failed)]).await.unwrap();
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
    let trouble: Vec<_> = sends::list(&mut tx, Filter::InTrouble, None, 9).await.unwrap();
    assert_eq!(trouble.iter().map(|b| b.id).collect::<Vec<_>>(), [first]);
    outbox::cancel(&mut tx, second, w.user, now).await.unwrap();
    let failed = sends::get(&mut tx, first).await.unwrap().messages.remove(0).deliveries.remove(1);
    assert_eq!((failed.can_be_corrected(), failed.corrections), (true, 1), "cancelled ones are counted");
}
store::both!(p36_a_corrected_address_is_a_new_line_of_history, corrected);
