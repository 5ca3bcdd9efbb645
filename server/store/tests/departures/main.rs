//! « A quitté l'entreprise » (P03), on both databases: one act, undone as one; what is refused changes nothing.
#![allow(clippy::unwrap_used)]

mod at_once;
#[path = "../book/mod.rs"]
mod book;
mod refused;
mod since;

use book::{affiliated, at, client, contact, receives, site};
use model::{
    AffiliationId, ClientId, ContactId, DepartureId, NotificationType, SiteId,
    draft::{AffiliationFields, DepartureFields, Joining},
};
use store::{
    Pool, Result, StoreError, affiliations, clients, contacts, departures,
    testing::{Fresh, contents},
};

/// Marie does and receives everything at ACME; Paul is there, too; nobody is at Beta.
struct World {
    acme: ClientId,
    beta: ClientId,
    gand: SiteId,
    marie: ContactId,
    paul: ContactId,
    link: AffiliationId,
    of_paul: AffiliationId,
}

async fn world(pool: &Pool) -> World {
    let mut tx = pool.write().await.unwrap();
    let (acme, beta) = (client(&mut tx, "A", "ACME").await, client(&mut tx, "B", "Beta").await);
    let gand = site(&mut tx, acme, "Gand").await;
    let marie = contact(&mut tx, "Marie Durand", "marie@acme.example").await;
    let paul = contact(&mut tx, "Paul Roy", "paul@acme.example").await;
    let does = AffiliationFields {
        function: "Comptable".into(),
        site: Some(gand),
        notification_type: NotificationType::Administrative,
    };
    let link = affiliations::add(&mut tx, marie, acme, &does, true, at(0)).await.unwrap();
    let orders = receives(NotificationType::Orders);
    let of_paul = affiliations::add(&mut tx, paul, acme, &orders, false, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    World { acme, beta, gand, marie, paul, link, of_paul }
}

fn to(client: ClientId) -> DepartureFields {
    let joins = Joining { client, function: "Gérante".into(), starred: true };
    DepartureFields { joins: Some(joins), ..DepartureFields::default() }
}

fn to_whom(successor: ContactId) -> DepartureFields {
    DepartureFields { successor: Some(successor), takes_function: true, ..DepartureFields::default() }
}

async fn leave(pool: &Pool, link: AffiliationId, version: i64, fields: &DepartureFields) -> Result<DepartureId> {
    let mut tx = pool.write().await.unwrap();
    let id = departures::add(&mut tx, link, version, fields, at(10)).await?;
    tx.commit().await?;
    Ok(id)
}

async fn take_back(pool: &Pool, id: DepartureId) -> Result<()> {
    let mut tx = pool.write().await.unwrap();
    departures::remove(&mut tx, id, at(20)).await?;
    tx.commit().await
}

/// Everything in the database.
async fn exactly(pool: &Pool) -> Vec<(String, Vec<u8>)> {
    let mut all = contents(pool).await.unwrap();
    all.sort();
    all
}

/// The same but for the numbers that only ever rise.
async fn everything(pool: &Pool) -> Vec<(String, Vec<u8>)> {
    let mut all = exactly(pool).await;
    all.retain(|(column, _)| {
        !(column.starts_with("sqlite_") || column.ends_with(".version") || column.ends_with(".changed_at"))
    });
    all
}

async fn whole(fresh: &Fresh) {
    let pool = &fresh.pool;
    let w = world(pool).await;
    let before = everything(pool).await;
    let fields = DepartureFields { successor: Some(w.paul), takes_function: true, ..to(w.beta) };
    let id = leave(pool, w.link, 1, &fields).await.unwrap();

    let mut tx = pool.read().await.unwrap();
    let ended = affiliations::get(&mut tx, w.link).await.unwrap();
    assert_eq!((ended.ended_at, ended.starred_at, ended.version), (Some(at(10)), Some(at(0)), 2));
    let begun = affiliations::live(&mut tx, w.beta, w.marie).await.unwrap().unwrap();
    let at_beta = (begun.function.as_str(), begun.notification_type, begun.starred_at, begun.site);
    assert_eq!(at_beta, ("Gérante", NotificationType::None, Some(at(10)), None));
    let paul = affiliations::get(&mut tx, w.of_paul).await.unwrap();
    let does = (paul.function.as_str(), paul.notification_type, paul.starred_at);
    assert_eq!(does, ("Comptable", NotificationType::All, Some(at(10))), "P09: the union");
    let told = departures::get(&mut tx, id).await.unwrap();
    let succession = told.succession.unwrap();
    assert_eq!((told.ended.id, told.begun.map(|link| link.client_id)), (w.link, Some(w.beta)));
    assert!(succession.receives_more && succession.starred && succession.function);
    let found = store::search::suggest(&mut tx, None, "gerante", 9, at(11)).await.unwrap();
    assert!(format!("{found:?}").contains("marie@acme.example"), "found by what she does now: {found:?}");
    drop(tx);

    take_back(pool, id).await.unwrap();
    assert_eq!(everything(pool).await, before);
    assert!(matches!(take_back(pool, id).await, Err(StoreError::NotFound)), "a second time");
    // And all of it once more.
    let id = leave(pool, w.link, 3, &fields).await.unwrap();
    take_back(pool, id).await.unwrap();
    assert_eq!(everything(pool).await, before);
}
// P03 P09
store::both!(p03_who_left_is_elsewhere_and_replaced_and_undoing_it_restores_everything, whole);

async fn plain(fresh: &Fresh) {
    let pool = &fresh.pool;
    let w = world(pool).await;
    let before = everything(pool).await;
    let id = leave(pool, w.link, 1, &DepartureFields::default()).await.unwrap();
    let mut tx = pool.read().await.unwrap();
    assert!(affiliations::live(&mut tx, w.acme, w.marie).await.unwrap().is_none());
    assert!(contacts::get(&mut tx, w.marie).await.unwrap().active(), "an independent contact");
    drop(tx);
    take_back(pool, id).await.unwrap();
    assert_eq!(everything(pool).await, before);

    // Who is a favourite, does something and receives everything already has nothing to take over.
    let mut tx = pool.write().await.unwrap();
    let all = AffiliationFields { function: "Directeur".into(), ..receives(NotificationType::All) };
    affiliations::change(&mut tx, w.of_paul, 1, &all, at(1)).await.unwrap();
    affiliations::star(&mut tx, w.of_paul, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    let before = everything(pool).await;
    let id = leave(pool, w.link, 3, &to_whom(w.paul)).await.unwrap();
    let mut tx = pool.read().await.unwrap();
    let paul = affiliations::get(&mut tx, w.of_paul).await.unwrap();
    assert_eq!((paul.function.as_str(), paul.starred_at, paul.version), ("Directeur", Some(at(1)), 2));
    let succession = departures::get(&mut tx, id).await.unwrap().succession.unwrap();
    assert!(!succession.receives_more && !succession.starred && !succession.function);
    drop(tx);
    take_back(pool, id).await.unwrap();
    assert_eq!(everything(pool).await, before);
}
// P03
store::both!(p03_somebody_leaves_for_nowhere_and_nothing_to_take_over_changes_nobody, plain);

/// P04: what the cascade had switched off at the client that is left comes back with the next one, and is off again as before.
async fn cascade(fresh: &Fresh) {
    let pool = &fresh.pool;
    let w = world(pool).await;
    let mut tx = pool.write().await.unwrap();
    clients::deactivate(&mut tx, w.acme, at(5)).await.unwrap();
    tx.commit().await.unwrap();
    let before = everything(pool).await;
    let id = leave(pool, w.link, 1, &to(w.beta)).await.unwrap();
    let active = async || contacts::get(&mut pool.read().await.unwrap(), w.marie).await.unwrap().active();
    assert!(active().await);
    take_back(pool, id).await.unwrap();
    assert!(!active().await);
    assert_eq!(everything(pool).await, before, "inactive since then, by that client");

    // Who stays only at an inactive client is out of reach.
    let mut tx = pool.write().await.unwrap();
    clients::reactivate(&mut tx, w.acme, at(6)).await.unwrap();
    affiliated(&mut tx, w.marie, w.beta).await;
    clients::deactivate(&mut tx, w.beta, at(7)).await.unwrap();
    tx.commit().await.unwrap();
    let before = everything(pool).await;
    let id = leave(pool, w.link, 3, &DepartureFields::default()).await.unwrap();
    assert!(!active().await);
    take_back(pool, id).await.unwrap();
    assert_eq!(everything(pool).await, before);
}
// P04
store::both!(p04_leaving_and_undoing_it_settle_the_cascade, cascade);
