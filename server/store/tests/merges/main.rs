//! Two contacts that become one, and two again, on both databases.
#![allow(clippy::unwrap_used)]

mod at_once;
#[path = "../book/mod.rs"]
mod book;
mod since;
mod twins;
#[allow(dead_code, reason = "the tests of sending use the rest")]
#[path = "../sending/world.rs"]
mod world;

use book::{a_contact, contact};
use model::{
    ContactId, MergeId, NotificationType, Purpose::Promotions, intervention::InterventionsAsked,
    listing::ContactsAsked, merge::MergeDraft,
};
use store::{
    StoreError, affiliations,
    consents::{self, Of},
    contacts, drafts, interventions, merges, sends,
    testing::{Fresh, contents},
};
use twins::{merged, refused, twins};
use world::NOW;

/// Everything of the database but what rises with each change, and the merges themselves.
async fn everything(fresh: &Fresh) -> Vec<(String, Vec<u8>)> {
    let rises = ["contact.version", "affiliation.version", "draft.version", "phone.id"];
    let own = ["merge.", "sqlite_", "contact_facet."];
    let aside = |column: &str| rises.contains(&column) || own.iter().any(|own| column.starts_with(own));
    let mut all = contents(&fresh.pool).await.unwrap();
    all.retain(|(column, _)| !aside(column));
    all.extend(filters(fresh).await);
    all.sort();
    all
}

/// Who had a double is flagged on the one that was saved last: either of them will do.
async fn filters(fresh: &Fresh) -> Vec<(String, Vec<u8>)> {
    let sql = "SELECT contact_id, facet, active, sort_key FROM contact_facet WHERE facet NOT IN ('t', 'p')";
    let mut tx = fresh.pool.read().await.unwrap();
    let rows: Vec<(i64, String, i64, String)> =
        store::on!(&mut tx, c => sqlx::query_as(sql).fetch_all(c).await).unwrap();
    rows.iter().map(|row| ("contact_facet".to_owned(), format!("{row:?}").into_bytes())).collect()
}

async fn there_and_back(fresh: &Fresh) {
    let t = twins(fresh).await;
    let before = everything(fresh).await;
    for _ in ["once", "and again"] {
        let mut tx = fresh.pool.write().await.unwrap();
        let id = merged(&mut tx, t.marie, t.twin, t.world.user).await.unwrap();
        tx.commit().await.unwrap();
        assert_ne!(everything(fresh).await, before);
        for _ in ["undone", "twice changes nothing"] {
            let mut tx = fresh.pool.write().await.unwrap();
            merges::undo(&mut tx, id, NOW.plus_seconds(60)).await.unwrap();
            tx.commit().await.unwrap();
            let after = everything(fresh).await;
            let lost: Vec<_> = before.iter().filter(|value| !after.contains(value)).collect();
            let new: Vec<_> = after.iter().filter(|value| !before.contains(value)).collect();
            assert!(after == before, "lost {lost:?}, new {new:?}");
        }
    }
    let mut tx = fresh.pool.read().await.unwrap();
    let links = affiliations::of_contact(&mut tx, t.twin).await.unwrap();
    assert_eq!(links.iter().map(|link| link.id).collect::<Vec<_>>(), [t.links[2], t.links[1]], "each row as it was");
    assert_eq!(drafts::list(&mut tx, t.world.user, None, 10).await.unwrap().len(), 1);
    assert!(merges::list(&mut tx).await.unwrap().is_empty());
}
// P02, P03, P12
store::both!(a_merge_that_is_undone_gives_back_exactly_what_there_was, there_and_back);

async fn one_contact(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let id = merged(&mut tx, t.twin, t.marie, t.world.user).await.unwrap();
    let marie = contacts::get(&mut tx, t.marie).await.unwrap();
    assert_eq!(marie.email.as_deref(), Some("marie@epi.example"));
    assert_eq!(marie.note, "Le matin\n\nLe soir\nAutre e-mail : m.durand@gand.example");
    let numbers: Vec<_> = marie.phones.iter().map(|phone| phone.number.as_str()).collect();
    assert_eq!(numbers, ["02 123 45 67", "0470 11 22 33"]);
    let links = affiliations::of_contact(&mut tx, t.marie).await.unwrap();
    assert_eq!(links.iter().map(|link| link.id).collect::<Vec<_>>(), [t.links[2], t.links[0], t.links[3]]);
    let both = &links[1];
    assert_eq!(
        (both.function.as_str(), &both.site, both.notification_type),
        ("Comptable", &None, NotificationType::All)
    );
    assert_eq!((both.since, both.starred_at), (NOW.plus_seconds(-5), Some(NOW.plus_seconds(-5))));
    assert!(links[0].starred_at.is_some() && links[2].ended_at.is_some(), "favourites and history move as they are");

    let consent = consents::find(&mut tx, Of::Contact(t.marie), Promotions).await.unwrap().unwrap();
    assert!(consent.granted && !consent.holds(), "P43: it was given for the address that goes");
    assert_eq!(merges::lives_on(&mut tx, t.twin).await.unwrap(), t.marie);
    let visits = interventions::list(&mut tx, &InterventionsAsked::default(), NOW).await.unwrap().rows;
    let visited: Vec<_> = visits.into_iter().filter_map(|visit| visit.contact).collect();
    assert_eq!(visited, [(t.marie, "Marie Durand".to_owned()), (t.marie, "Marie Durand".to_owned())], "P37");
    let gone = contacts::get(&mut tx, t.twin).await.unwrap();
    assert_eq!((gone.name(), gone.email, gone.phones.len()), (String::new(), None, 0));
    assert_eq!(contacts::list(&mut tx, &ContactsAsked::default()).await.unwrap().total, 1);
    let sent = sends::list(&mut tx, sends::Filter::Contact(t.marie), None, 10).await.unwrap();
    assert_eq!(sent.len(), 2, "also what was typed by hand to the address that goes");
    assert!(sends::list(&mut tx, sends::Filter::Contact(t.twin), None, 10).await.unwrap().is_empty());
    let line = merges::list(&mut tx).await.unwrap().remove(0);
    assert_eq!((line.id, line.kept, line.name.as_str()), (id, t.marie, "Marie Durand"));
    assert_eq!(line.gone, ("Marie Durand".into(), Some("m.durand@gand.example".into())));
    assert_eq!(line.by.as_deref(), Some("Léa"));

    assert_eq!(refused(merges::hold(&mut tx, t.marie, t.marie).await), merges::ITSELF);
    assert_eq!(refused(merges::hold(&mut tx, t.marie, t.twin).await), merges::GONE);
    assert_eq!(merges::between(&mut tx, t.twin, t.marie).await.unwrap(), Some(id));
    assert!(matches!(merges::hold(&mut tx, t.marie, ContactId(999)).await, Err(StoreError::NotFound)));
    assert!(matches!(merges::undo(&mut tx, MergeId(999), NOW).await, Err(StoreError::NotFound)));
    // P02: the address is free.
    contact(&mut tx, "Une Autre", "m.durand@gand.example").await;
    assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::EMAIL_TAKEN);
    tx.commit().await.unwrap();
}
store::both!(links_history_and_favourites_of_both_live_on_at_one, one_contact);

async fn taken_email(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let pair = merges::hold(&mut tx, t.marie, t.twin).await.unwrap();
    let choice = MergeDraft { email: "b".into(), ..MergeDraft::proposed(&pair) };
    let united = choice.check(&pair, str::to_owned).unwrap();
    let id = merges::add(&mut tx, &pair, &united, t.world.user, NOW).await.unwrap();
    assert_eq!(contacts::get(&mut tx, t.marie).await.unwrap().email.as_deref(), Some("m.durand@gand.example"));
    let consent = consents::find(&mut tx, Of::Contact(t.marie), Promotions).await.unwrap().unwrap();
    assert!(consent.holds(), "P43: it goes with its address");
    // Somebody else had the address that was let go of, and was deleted.
    let other = contact(&mut tx, "Une Autre", "marie@epi.example").await;
    contacts::remove(&mut tx, other, NOW).await.unwrap();
    merges::undo(&mut tx, id, NOW).await.unwrap();
    assert_eq!(contacts::get(&mut tx, t.marie).await.unwrap().email.as_deref(), Some("marie@epi.example"));
    assert_eq!(contacts::get(&mut tx, t.twin).await.unwrap().email.as_deref(), Some("m.durand@gand.example"));
    tx.commit().await.unwrap();
}
// P02
store::both!(the_contact_that_stays_may_take_the_others_address_and_gives_it_back, taken_email);

async fn notified(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let paul = contacts::add(&mut tx, &a_contact("Paul Roy", ""), None, NOW).await.unwrap();
    let pair = merges::hold(&mut tx, paul, t.twin).await.unwrap();
    let choice = MergeDraft { email: "a".into(), ..MergeDraft::default() };
    let united = choice.check(&pair, str::to_owned).unwrap();
    let problem = match merges::add(&mut tx, &pair, &united, t.world.user, NOW).await {
        Err(StoreError::Problem(problem)) => problem,
        other => panic!("{other:?}"),
    };
    assert_eq!((problem.field.as_str(), problem.problem), ("email", model::Problem::NeededForNotifications));
}
// P08
store::both!(whom_an_affiliation_notifies_keeps_an_address, notified);
