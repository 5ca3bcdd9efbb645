//! What happened since a merge, and whether it can be undone then.

use crate::{
    book::{affiliated, client, contact},
    twins::{merged, refused, twins},
    world::NOW,
};
use model::{listing::ContactsAsked, merge::MergeDraft};
use store::{
    affiliations, clients, contacts, merges,
    testing::{Fresh, contents},
};

async fn changed_since(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let id = merged(&mut tx, t.marie, t.twin, t.world.user).await.unwrap();
    affiliations::unstar(&mut tx, t.links[2]).await.unwrap();
    assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::CHANGED);
    affiliations::star(&mut tx, t.links[2], NOW).await.unwrap();
    let marie = contacts::get(&mut tx, t.marie).await.unwrap();
    let before = model::ContactDraft::of(&marie).check(&[]).unwrap();
    let renamed = model::draft::ContactFields { last_name: "Dupont".into(), ..before.clone() };
    contacts::change(&mut tx, t.marie, marie.version, &renamed, NOW).await.unwrap();
    assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::CHANGED);
    contacts::change(&mut tx, t.marie, marie.version + 1, &before, NOW).await.unwrap();
    contacts::remove(&mut tx, t.marie, NOW).await.unwrap();
    assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::CHANGED);
    contacts::restore(&mut tx, t.marie, NOW.plus_seconds(1)).await.unwrap();
    let beta = client(&mut tx, "C3", "Beta").await;
    let new = affiliated(&mut tx, t.marie, beta).await;
    assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::CHANGED);
    affiliations::end(&mut tx, new, NOW).await.unwrap();
    assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::CHANGED, "its history is more than there was");
    assert_eq!(contacts::get(&mut tx, t.twin).await.unwrap().email, None, "nothing of it was undone");
    tx.commit().await.unwrap();
}
// P12
store::both!(what_was_changed_since_the_merge_is_not_overwritten_by_undoing_it, changed_since);

async fn changed_back(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let first = merged(&mut tx, t.marie, t.twin, t.world.user).await.unwrap();
    let third = contact(&mut tx, "Marie Durand", "troisieme@x.example").await;
    contacts::deactivate(&mut tx, t.marie, NOW).await.unwrap();
    let second = merged(&mut tx, t.marie, third, t.world.user).await.unwrap();
    assert_eq!(merges::lives_on(&mut tx, t.twin).await.unwrap(), third, "the active one stays");
    assert_eq!(refused(merges::undo(&mut tx, first, NOW).await), merges::CHANGED);
    merges::undo(&mut tx, second, NOW).await.unwrap();
    contacts::reactivate(&mut tx, t.marie, NOW).await.unwrap();
    merges::undo(&mut tx, first, NOW).await.unwrap();
    assert_eq!(contacts::list(&mut tx, &ContactsAsked::default()).await.unwrap().total, 3);
    tx.commit().await.unwrap();
}
store::both!(merges_one_after_the_other_are_undone_from_the_last, changed_back);

async fn cascade(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    // Marie goes along with her only client; the twin has another one.
    clients::deactivate(&mut tx, t.epi, NOW).await.unwrap();
    assert!(!contacts::get(&mut tx, t.marie).await.unwrap().active());
    let pair = merges::hold(&mut tx, t.marie, t.twin).await.unwrap();
    let choice = MergeDraft { keep: "a".into(), ..MergeDraft::default() };
    let united = choice.check(&pair, str::to_owned).unwrap();
    let id = merges::add(&mut tx, &pair, &united, t.world.user, NOW).await.unwrap();
    assert!(contacts::get(&mut tx, t.marie).await.unwrap().active(), "one of both was");
    clients::deactivate(&mut tx, t.gand, NOW).await.unwrap();
    assert!(!contacts::get(&mut tx, t.marie).await.unwrap().active(), "now nobody reaches her");
    assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::CHANGED);
    clients::reactivate(&mut tx, t.gand, NOW).await.unwrap();
    clients::reactivate(&mut tx, t.epi, NOW).await.unwrap();
    merges::undo(&mut tx, id, NOW).await.unwrap();
    let (marie, twin) = (contacts::get(&mut tx, t.marie).await.unwrap(), contacts::get(&mut tx, t.twin).await.unwrap());
    assert!(marie.active() && twin.active(), "her client is active again, and so is she");
    tx.commit().await.unwrap();
}
// P04
store::both!(a_merge_and_its_undo_leave_nobody_active_whom_no_client_reaches, cascade);

async fn forgotten(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let first = merged(&mut tx, t.marie, t.twin, t.world.user).await.unwrap();
    let third = contact(&mut tx, "Marie Durand", "troisieme@x.example").await;
    contacts::deactivate(&mut tx, t.marie, NOW).await.unwrap();
    let second = merged(&mut tx, third, t.marie, t.world.user).await.unwrap();
    contacts::remove(&mut tx, third, NOW).await.unwrap();
    contacts::forget_removed(&mut tx, NOW.plus_ms(contacts::UNDO)).await.unwrap();
    for id in [first, second] {
        assert_eq!(refused(merges::undo(&mut tx, id, NOW).await), merges::TOO_LATE);
    }
    assert_eq!(merges::lives_on(&mut tx, t.twin).await.unwrap(), third, "who it was is still known");
    tx.commit().await.unwrap();
    let snapshots = contents(&fresh.pool).await.unwrap().into_iter().filter(|(column, _)| column == "merge.snapshot");
    assert_eq!(snapshots.count(), 0);
}
// P06
store::both!(with_the_contact_goes_what_it_and_all_that_were_merged_into_it_had_been, forgotten);

async fn a_month(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let id = merged(&mut tx, t.marie, t.twin, t.world.user).await.unwrap();
    let month = NOW.plus_seconds(50 + 30 * 86_400);
    contacts::forget_removed(&mut tx, month.plus_ms(-1)).await.unwrap();
    assert_eq!(merges::list(&mut tx).await.unwrap().len(), 1);
    contacts::forget_removed(&mut tx, month).await.unwrap();
    assert!(merges::list(&mut tx).await.unwrap().is_empty());
    assert_eq!(refused(merges::undo(&mut tx, id, month).await), merges::TOO_LATE);
}
store::both!(what_was_before_a_merge_is_kept_for_a_month, a_month);
