//! Several who merge, undo or affiliate at the same instant.

use crate::{
    book::a_client,
    twins::{merged, refused, twins},
    world::NOW,
};
use model::{draft::AffiliationFields, listing::ContactsAsked};
use store::{Result, StoreError, affiliations, clients, contacts, merges, testing::Fresh};

async fn at_once(fresh: &Fresh) {
    let t = twins(fresh).await;
    let (a, b, by) = (t.marie, t.twin, t.world.user);
    let merges = [(a, b), (b, a), (a, b), (b, a)].map(|(a, b)| {
        let pool = fresh.pool.clone();
        tokio::spawn(async move {
            let mut tx = pool.write().await?;
            let id = merged(&mut tx, a, b, by).await?;
            tx.commit().await?;
            Result::Ok(id)
        })
    });
    let mut won = vec![];
    for merge in merges {
        match merge.await.unwrap() {
            Ok(id) => won.push(id),
            other => assert_eq!(refused(other), merges::GONE),
        }
    }
    assert_eq!(won.len(), 1);
    let undone = [won[0], won[0]].map(|id| {
        let pool = fresh.pool.clone();
        tokio::spawn(async move {
            let mut tx = pool.write().await?;
            merges::undo(&mut tx, id, NOW).await?;
            tx.commit().await
        })
    });
    for done in undone {
        done.await.unwrap().unwrap();
    }
    let mut tx = fresh.pool.read().await.unwrap();
    assert_eq!(contacts::list(&mut tx, &ContactsAsked::default()).await.unwrap().total, 2);
}
store::both!(of_several_who_merge_two_contacts_at_once_one_does_it, at_once);

async fn affiliated_meanwhile(fresh: &Fresh) {
    let t = twins(fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let beta = clients::add(&mut tx, &a_client("C9", "Beta"), NOW).await.unwrap();
    tx.commit().await.unwrap();
    let (a, b, by) = (t.marie, t.twin, t.world.user);
    let pool = fresh.pool.clone();
    let joins = tokio::spawn(async move {
        let mut tx = pool.write().await?;
        affiliations::add(&mut tx, b, beta, &AffiliationFields::default(), false, NOW).await?;
        tx.commit().await
    });
    let pool = fresh.pool.clone();
    let merge = tokio::spawn(async move {
        let mut tx = pool.write().await?;
        merged(&mut tx, a, b, by).await?;
        tx.commit().await
    });
    let (joined, done) = (joins.await.unwrap(), merge.await.unwrap());
    let mut tx = fresh.pool.read().await.unwrap();
    let live = affiliations::live(&mut tx, beta, b).await.unwrap();
    match (&joined, &done) {
        (Ok(()), Ok(())) => assert!(live.is_none() && affiliations::live(&mut tx, beta, a).await.unwrap().is_some()),
        (Ok(()), Err(StoreError::Conflict)) => assert!(live.is_some()),
        (Err(StoreError::NotFound), Ok(())) => assert!(live.is_none()),
        other => panic!("{other:?}"),
    }
}
store::both!(nobody_is_affiliated_as_the_contact_that_goes, affiliated_meanwhile);
