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

/// Each of two clients has somebody whom the other one has no more: both acts need the same contacts, and neither is told to try
/// again. So do two acts on several of them, whose links were made in another order.
async fn in_one_order(fresh: &Fresh) {
    let mut tx = begun(&fresh.pool).await;
    let clients = [client(&mut tx, "C1", "Épi").await, client(&mut tx, "C2", "Gand").await];
    let people = [contact(&mut tx, "Marie", "marie@a.example").await, contact(&mut tx, "Paul", "paul@a.example").await];
    for n in 0..2 {
        affiliated(&mut tx, people[1 - n], clients[n]).await;
        let ended = affiliated(&mut tx, people[n], clients[n]).await;
        affiliations::end(&mut tx, ended, at(1)).await.unwrap();
    }
    let user = user(&mut tx).await;
    tx.commit().await.unwrap();
    for n in 0..8 {
        let acts = clients.map(|client| {
            let pool = fresh.pool.clone();
            tokio::spawn(async move {
                let mut tx = begun(&pool).await;
                if n % 2 == 0 {
                    clients::deactivate(&mut tx, client, at(2)).await?;
                } else {
                    clients::reactivate(&mut tx, client, at(3)).await?;
                }
                tx.commit().await
            })
        });
        for act in acts {
            act.await.unwrap().unwrap();
        }
    }
    for n in 0..8 {
        use model::NotificationType::{Administrative, Orders};
        let kind = if n % 2 == 0 { Orders } else { Administrative };
        let pool = fresh.pool.clone();
        let many = tokio::spawn(async move {
            let mut tx = begun(&pool).await;
            contacts::notify_many(&mut tx, user, &people, kind, at(4)).await?;
            tx.commit().await
        });
        let pool = fresh.pool.clone();
        let leaves = tokio::spawn(async move {
            let mut tx = begun(&pool).await;
            clients::deactivate(&mut tx, clients[n % 2], at(4)).await?;
            clients::reactivate(&mut tx, clients[n % 2], at(4)).await?;
            tx.commit().await
        });
        many.await.unwrap().unwrap();
        leaves.await.unwrap().unwrap();
    }
}
store::both!(s75_acts_on_the_same_people_wait_for_each_other_in_one_order, in_one_order);

async fn user(tx: &mut Tx) -> model::UserId {
    let new = store::users::NewUser {
        email: book::email("camille@bonport.example"),
        name: "Camille".into(),
        role: model::UserRole::Member,
        language: model::Lang::Fr,
        password_hash: None,
    };
    store::users::add(tx, &new, at(0)).await.unwrap()
}

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
