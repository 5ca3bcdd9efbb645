//! Families of clients, on both databases: counted, renamed, merged; a form that was open meanwhile is told (P12).
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_client, at};
use model::{ClientId, FamilyId, draft::ClientFields};
use store::{Pool, Result, StoreError, Tx, clients, families, testing::Fresh};

fn of(reference: &str, family: &str) -> ClientFields {
    let mut fields = a_client(reference, reference);
    fields.family = (!family.is_empty()).then(|| family.into());
    fields
}

async fn add(tx: &mut Tx, reference: &str, family: &str) -> ClientId {
    clients::add(tx, &of(reference, family), at(0)).await.unwrap()
}

async fn counts(tx: &mut Tx) -> Vec<(String, i64)> {
    families::counts(tx).await.unwrap().into_iter().map(|line| (line.name, line.clients)).collect()
}

async fn id(tx: &mut Tx, name: &str) -> FamilyId {
    families::list(tx).await.unwrap().into_iter().find(|(_, own)| own == name).unwrap().0
}

fn named(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter().map(|(name, clients)| ((*name).to_owned(), *clients)).collect()
}

async fn renamed(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = add(&mut tx, "A", "Boulangeries").await;
    add(&mut tx, "B", "boulangeries").await;
    let gone = add(&mut tx, "C", "Écoles").await;
    add(&mut tx, "D", "").await;
    clients::deactivate(&mut tx, gone, at(1)).await.unwrap();
    assert_eq!(counts(&mut tx).await, named(&[("Boulangeries", 2), ("Écoles", 1)]), "by name, inactive ones too");

    let (bakers, schools) = (id(&mut tx, "Boulangeries").await, id(&mut tx, "Écoles").await);
    assert_eq!(families::rename(&mut tx, bakers, "Boulangers").await.unwrap(), None);
    assert_eq!(families::rename(&mut tx, bakers, "BOULANGERS").await.unwrap(), None, "its own name, written otherwise");
    assert_eq!(counts(&mut tx).await, named(&[("BOULANGERS", 2), ("Écoles", 1)]));
    tx.commit().await.unwrap();
    let late = moving(fresh.pool.clone(), epi, 1, of("A", "Boulangeries")).await;
    assert!(matches!(late, Err(StoreError::Conflict)), "P12: an open form would bring the old name back");

    let mut tx = fresh.pool.write().await.unwrap();
    let seen = clients::get(&mut tx, epi).await.unwrap().version;
    assert_eq!(families::rename(&mut tx, bakers, "ecoles").await.unwrap(), Some(schools), "taken");
    assert_eq!(counts(&mut tx).await, named(&[("BOULANGERS", 2), ("Écoles", 1)]), "and nothing is changed");
    assert_eq!(clients::get(&mut tx, epi).await.unwrap().version, seen);
    let nobody = families::rename(&mut tx, FamilyId(999), "Autres").await;
    assert!(matches!(nobody, Err(StoreError::NotFound)));
}
// P12
store::both!(a_family_is_renamed_unless_another_has_the_name, renamed);

async fn merged(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = add(&mut tx, "A", "Boulangers").await;
    for (reference, family) in [("B", "Boulangers"), ("C", "Boulangeries"), ("D", "")] {
        add(&mut tx, reference, family).await;
    }
    let (from, into) = (id(&mut tx, "Boulangers").await, id(&mut tx, "Boulangeries").await);
    tx.commit().await.unwrap();
    let merge = async |from, into, seen| {
        let mut tx = fresh.pool.write().await.unwrap();
        families::merge(&mut tx, from, into, seen).await?;
        tx.commit().await
    };
    for seen in [0, 1, 3] {
        assert!(matches!(merge(from, into, seen).await, Err(StoreError::Conflict)), "not what was agreed to");
    }
    for (from, into) in [(from, from), (FamilyId(999), into), (from, FamilyId(999))] {
        assert!(matches!(merge(from, into, 2).await, Err(StoreError::NotFound)), "{from:?} {into:?}");
    }
    let mut tx = fresh.pool.read().await.unwrap();
    assert_eq!(counts(&mut tx).await, named(&[("Boulangeries", 1), ("Boulangers", 2)]), "nothing is changed");
    drop(tx);

    merge(from, into, 2).await.unwrap();
    let late = moving(fresh.pool.clone(), epi, 1, of("A", "Boulangers")).await;
    assert!(matches!(late, Err(StoreError::Conflict)), "P12");
    let mut tx = fresh.pool.read().await.unwrap();
    assert_eq!(counts(&mut tx).await, named(&[("Boulangeries", 3)]));
    let seen = clients::get(&mut tx, epi).await.unwrap();
    assert_eq!(seen.family, Some((into, "Boulangeries".into())));
    drop(tx);
    moving(fresh.pool.clone(), epi, seen.version, of("A", "Fournils")).await.unwrap();
    let mut tx = fresh.pool.read().await.unwrap();
    assert_eq!(counts(&mut tx).await, named(&[("Boulangeries", 2), ("Fournils", 1)]));
}
// P12
store::both!(two_families_become_one_as_it_was_agreed_to, merged);

/// A client that changes its family while that one is merged: nothing fails, and no client is without its family.
async fn at_once(fresh: &Fresh) {
    for n in 0..6 {
        let mut tx = fresh.pool.write().await.unwrap();
        let (old, new) = (format!("Ancienne {n}"), format!("Nouvelle {n}"));
        let mover = add(&mut tx, &format!("A{n}"), &old).await;
        add(&mut tx, &format!("B{n}"), &old).await;
        add(&mut tx, &format!("C{n}"), &new).await;
        let (from, into) = (id(&mut tx, &old).await, id(&mut tx, &new).await);
        tx.commit().await.unwrap();
        let merges = tokio::spawn(merging(fresh.pool.clone(), from, into));
        let moves = tokio::spawn(moving(fresh.pool.clone(), mover, 1, of(&format!("A{n}"), &new)));
        for told in [merges.await.unwrap(), moves.await.unwrap()] {
            assert!(matches!(told, Ok(()) | Err(StoreError::Conflict)), "{told:?}");
        }
        let mut tx = fresh.pool.read().await.unwrap();
        assert_eq!(clients::get(&mut tx, mover).await.unwrap().family, Some((into, new)));
    }
}
store::both!(s75_a_client_that_moves_while_its_family_is_merged_is_in_one_family, at_once);

async fn merging(pool: Pool, from: FamilyId, into: FamilyId) -> Result<()> {
    let mut tx = pool.write().await?;
    families::merge(&mut tx, from, into, 2).await?;
    tx.commit().await
}

async fn moving(pool: Pool, client: ClientId, version: i64, fields: ClientFields) -> Result<()> {
    let mut tx = pool.write().await?;
    clients::change(&mut tx, client, version, &fields, at(5)).await?;
    tx.commit().await
}
