//! What cannot be is refused with its reason, and changes nothing.

use super::*;
use crate::book::a_client;
use model::ClientKind;

async fn refusals(fresh: &Fresh) {
    let pool = &fresh.pool;
    let w = world(pool).await;
    let mut tx = pool.write().await.unwrap();
    let gone = client(&mut tx, "C", "Partie").await;
    clients::deactivate(&mut tx, gone, at(1)).await.unwrap();
    let mut person = a_client("P", "Mme Roy");
    person.kind = ClientKind::Individual;
    let person = clients::add(&mut tx, &person, at(0)).await.unwrap();
    let there = client(&mut tx, "D", "Déjà").await;
    affiliated(&mut tx, w.marie, there).await;
    let (zoe, silent) = (contact(&mut tx, "Zoé", "zoe@b.example").await, contact(&mut tx, "Sans Adresse", "").await);
    let off = contact(&mut tx, "Inactif", "off@acme.example").await;
    affiliated(&mut tx, zoe, w.beta).await;
    for contact in [silent, off] {
        affiliated(&mut tx, contact, w.acme).await;
    }
    contacts::deactivate(&mut tx, off, at(1)).await.unwrap();
    let former = contact(&mut tx, "Ancienne", "ancienne@acme.example").await;
    let ended = affiliated(&mut tx, former, w.acme).await;
    affiliations::end(&mut tx, ended, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let before = exactly(pool).await;

    use departures::{ENDED, NO_EMAIL, NOT_HERE, SAME_CLIENT, THERE};
    let none = DepartureFields::default();
    let refused = [
        (ended, 2, none.clone(), ENDED),
        (ended, 1, none.clone(), ENDED),
        (w.link, 1, to(gone), affiliations::CLIENT_INACTIVE),
        (w.link, 1, to(person), affiliations::NO_CONTACTS),
        (w.link, 1, to(w.acme), SAME_CLIENT),
        (w.link, 1, to(there), THERE),
        (w.link, 1, to_whom(zoe), NOT_HERE),
        (w.link, 1, to_whom(off), NOT_HERE),
        (w.link, 1, to_whom(former), NOT_HERE),
        (w.link, 1, to_whom(w.marie), NOT_HERE),
        (w.link, 1, to_whom(ContactId(999)), NOT_HERE),
        (w.link, 1, to_whom(silent), NO_EMAIL),
    ];
    for (link, version, fields, why) in refused {
        let told = leave(pool, link, version, &fields).await;
        assert!(matches!(told, Err(StoreError::Refused(word)) if word == why), "{why}: {told:?}");
        assert_eq!(exactly(pool).await, before, "{why}");
    }
    for (link, fields) in [(AffiliationId(999), none.clone()), (w.link, to(ClientId(999)))] {
        let told = leave(pool, link, 1, &fields).await;
        assert!(matches!(told, Err(StoreError::NotFound)), "{told:?}");
    }
    let told = leave(pool, w.link, 2, &none).await;
    assert!(matches!(told, Err(StoreError::Conflict)), "P12: {told:?}");
    assert!(matches!(take_back(pool, DepartureId(999)).await, Err(StoreError::NotFound)));
    assert_eq!(exactly(pool).await, before);
}
// P03 P05 P07 P08 P12
store::both!(p03_what_cannot_be_is_refused_and_changes_nothing, refusals);
