//! Families of clients, on both databases: counted, renamed, merged; a form that was open meanwhile is told (P12).
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_client, affiliated, at, contact};
use model::{ClientId, EmailAddress, FamilyId, Lang, UserId, UserRole, draft::ClientFields, listing::ContactsAsked};
use store::{Pool, Result, StoreError, Tx, clients, contacts, families, testing::Fresh, users};

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

async fn user(tx: &mut Tx) -> UserId {
    let new = users::NewUser {
        email: EmailAddress::parse("camille@bonport.example").unwrap(),
        name: "Camille".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    users::add(tx, &new, at(0)).await.unwrap()
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
    let by = user(&mut tx).await;
    tx.commit().await.unwrap();
    let merge = async |from, into, seen| {
        let mut tx = fresh.pool.write().await.unwrap();
        families::merge(&mut tx, (from, into), seen, by, at(4)).await?;
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

async fn separated(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = user(&mut tx).await;
    let (epi, fournil) = (add(&mut tx, "A", "Boulangers").await, add(&mut tx, "B", "Boulangers").await);
    add(&mut tx, "C", "Boulangeries").await;
    let marie = contact(&mut tx, "Marie Durand", "marie@epi.example").await;
    affiliated(&mut tx, marie, epi).await;
    let (from, into) = (id(&mut tx, "Boulangers").await, id(&mut tx, "Boulangeries").await);
    let merge = families::merge(&mut tx, (from, into), 2, by, at(1)).await.unwrap();
    let told = families::merged(&mut tx, at(2)).await.unwrap();
    assert_eq!(
        (told[0].id, told[0].name.as_str(), told[0].into.as_str(), told[0].clients),
        (merge, "Boulangers", "Boulangeries", 2)
    );
    // Meanwhile somebody corrects one of the two.
    let version = clients::get(&mut tx, fournil).await.unwrap().version;
    clients::change(&mut tx, fournil, version, &of("B2", "Boulangeries"), at(2)).await.unwrap();

    let done = families::separate(&mut tx, merge, at(3)).await.unwrap();
    assert_eq!(counts(&mut tx).await, named(&[("Boulangeries", 2), ("Boulangers", 1)]));
    let again = id(&mut tx, "Boulangers").await;
    assert_eq!((done.family, done.left), (Some(again), 1));
    assert_eq!(clients::get(&mut tx, epi).await.unwrap().family.unwrap().0, again);
    // The directory finds its people by the family that it has again.
    for (family, people) in [(again, 1), (into, 0)] {
        let asked = ContactsAsked { family: Some(family), ..ContactsAsked::default() };
        assert_eq!(contacts::list(&mut tx, &asked).await.unwrap().total, people);
    }
    assert!(matches!(families::separate(&mut tx, merge, at(4)).await, Err(StoreError::NotFound)), "pressed twice");
    assert!(families::merged(&mut tx, at(4)).await.unwrap().is_empty());

    let merge = families::merge(&mut tx, (again, into), 1, by, at(5)).await.unwrap();
    assert!(families::merged(&mut tx, at(86_500)).await.unwrap().is_empty());
    assert!(matches!(families::separate(&mut tx, merge, at(86_500)).await, Err(StoreError::NotFound)), "after a day");
}
// P12
store::both!(p12_two_families_that_became_one_are_two_again_but_for_what_was_changed, separated);

/// Two clients that change places: each holds both families, in one order.
async fn crosswise(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (one, other) = (add(&mut tx, "A", "Nord").await, add(&mut tx, "B", "Sud").await);
    for reference in ["C", "D"] {
        add(&mut tx, reference, if reference == "C" { "Nord" } else { "Sud" }).await;
    }
    tx.commit().await.unwrap();
    for n in 0..10 {
        let (here, there) = if n % 2 == 0 { ("Sud", "Nord") } else { ("Nord", "Sud") };
        let moves = [(one, of("A", here)), (other, of("B", there))]
            .map(|(client, fields)| tokio::spawn(moving(fresh.pool.clone(), client, n + 1, fields)));
        for moved in moves {
            moved.await.unwrap().unwrap();
        }
    }
}
store::both!(s75_two_clients_that_change_families_crosswise_do_not_block_each_other, crosswise);

/// A client that changes its family while that one is merged: nothing fails, and no client is without its family.
async fn at_once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let by = user(&mut tx).await;
    tx.commit().await.unwrap();
    for n in 0..6 {
        let mut tx = fresh.pool.write().await.unwrap();
        let (old, new) = (format!("Ancienne {n}"), format!("Nouvelle {n}"));
        let mover = add(&mut tx, &format!("A{n}"), &old).await;
        add(&mut tx, &format!("B{n}"), &old).await;
        add(&mut tx, &format!("C{n}"), &new).await;
        let (from, into) = (id(&mut tx, &old).await, id(&mut tx, &new).await);
        tx.commit().await.unwrap();
        let merges = tokio::spawn(merging(fresh.pool.clone(), from, into, by));
        let moves = tokio::spawn(moving(fresh.pool.clone(), mover, 1, of(&format!("A{n}"), &new)));
        for told in [merges.await.unwrap(), moves.await.unwrap()] {
            assert!(matches!(told, Ok(()) | Err(StoreError::Conflict)), "{told:?}");
        }
        let mut tx = fresh.pool.read().await.unwrap();
        assert_eq!(clients::get(&mut tx, mover).await.unwrap().family, Some((into, new)));
    }
}
store::both!(s75_a_client_that_moves_while_its_family_is_merged_is_in_one_family, at_once);

async fn merging(pool: Pool, from: FamilyId, into: FamilyId, by: UserId) -> Result<()> {
    let mut tx = pool.write().await?;
    families::merge(&mut tx, (from, into), 2, by, at(4)).await?;
    tx.commit().await
}

async fn moving(pool: Pool, client: ClientId, version: i64, fields: ClientFields) -> Result<()> {
    let mut tx = pool.write().await?;
    clients::change(&mut tx, client, version, &fields, at(5)).await?;
    tx.commit().await
}
