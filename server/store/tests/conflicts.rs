//! P12, S75 on both databases: of two who save what both have read, at the same instant, one is told; nothing is silently
//! overwritten. Whatever people edit stands here.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_client, a_contact, a_site, affiliated, at, client, contact, site};
use model::{Settings, draft::AffiliationFields};
use std::future::Future;
use store::{Pool, Result, StoreError, Tx, affiliations, clients, contacts, sites, testing::Fresh};

/// What somebody types: this name, into a record of which `version` was read.
async fn at_once<F: Future<Output = Result<()>> + Send + 'static>(
    pool: &Pool,
    save: impl Fn(Pool, &'static str) -> F,
) -> &'static str {
    let names = ["Première", "Seconde"];
    let saves = names.map(|name| tokio::spawn(save(pool.clone(), name)));
    let mut won = vec![];
    for (name, saved) in names.into_iter().zip(saves) {
        match saved.await.unwrap() {
            Ok(()) => won.push(name),
            Err(StoreError::Conflict) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(won.len(), 1, "{won:?}");
    won[0]
}

async fn begun(pool: &Pool) -> Tx {
    pool.write().await.unwrap()
}

async fn two_at_once(fresh: &Fresh) {
    let pool = &fresh.pool;
    let mut tx = begun(pool).await;
    let epi = client(&mut tx, "C1", "Épi").await;
    let place = site(&mut tx, epi, "Atelier").await;
    let marie = contact(&mut tx, "Marie", "marie@a.example").await;
    let link = affiliated(&mut tx, marie, epi).await;
    tx.commit().await.unwrap();

    let won = at_once(pool, move |pool, name| async move {
        let mut tx = begun(&pool).await;
        clients::change(&mut tx, epi, 1, &a_client("C1", name), at(1)).await?;
        tx.commit().await
    });
    assert_eq!(won.await, clients::get(&mut begun(pool).await, epi).await.unwrap().label);

    let won = at_once(pool, move |pool, name| async move {
        let mut tx = begun(&pool).await;
        sites::change(&mut tx, place, 1, &a_site(name), at(1)).await?;
        tx.commit().await
    });
    assert_eq!(won.await, sites::get(&mut begun(pool).await, place).await.unwrap().label);

    let won = at_once(pool, move |pool, name| async move {
        let mut tx = begun(&pool).await;
        contacts::change(&mut tx, marie, 1, &a_contact(name, "marie@a.example"), at(1)).await?;
        tx.commit().await
    });
    assert_eq!(won.await, contacts::get(&mut begun(pool).await, marie).await.unwrap().last_name);

    let won = at_once(pool, move |pool, name| async move {
        let mut tx = begun(&pool).await;
        let fields = AffiliationFields { function: name.into(), ..AffiliationFields::default() };
        affiliations::change(&mut tx, link, 1, &fields, at(1)).await?;
        tx.commit().await
    });
    assert_eq!(won.await, affiliations::get(&mut begun(pool).await, link).await.unwrap().function);

    for version in [0, 1] {
        let won = at_once(pool, move |pool, name| async move {
            let mut tx = begun(&pool).await;
            let settings = Settings { organisation_name: name.into(), ..Settings::default() };
            store::save_settings(&mut tx, &settings, version, at(1)).await?;
            tx.commit().await
        });
        assert_eq!(won.await, store::settings(&mut begun(pool).await).await.unwrap().organisation_name);
    }
}
store::both!(p12_of_two_who_save_the_same_record_at_once_one_is_told, two_at_once);

/// What happens to a record beside its form is a change, too: whoever had it open is told.
async fn beside_the_form(fresh: &Fresh) {
    let mut tx = begun(&fresh.pool).await;
    let epi = client(&mut tx, "C1", "Épi").await;
    let place = site(&mut tx, epi, "Atelier").await;
    let marie = contact(&mut tx, "Marie", "marie@a.example").await;
    let link = affiliated(&mut tx, marie, epi).await;
    // Marie goes along with her client (P04), the site is closed, the link ends.
    clients::deactivate(&mut tx, epi, at(1)).await.unwrap();
    sites::deactivate(&mut tx, place, at(1)).await.unwrap();
    affiliations::end(&mut tx, link, at(1)).await.unwrap();
    let late = [
        clients::change(&mut tx, epi, 1, &a_client("C1", "Autre"), at(2)).await,
        sites::change(&mut tx, place, 1, &a_site("Autre"), at(2)).await,
        contacts::change(&mut tx, marie, 1, &a_contact("Autre", "marie@a.example"), at(2)).await,
        affiliations::change(&mut tx, link, 1, &AffiliationFields::default(), at(2)).await,
    ];
    for (n, late) in late.into_iter().enumerate() {
        assert!(matches!(late, Err(StoreError::Conflict)), "{n}: {late:?}");
    }
}
store::both!(p12_a_record_that_was_made_inactive_or_ended_meanwhile_is_not_overwritten, beside_the_form);
