//! What the filters go by is kept right by every act, by a rebuild, and by the migration that made it.

use crate::{
    book::{a_client, a_contact, affiliated, at, client, contact},
    town::{does, town, user},
};
use model::{ClientKind, NotificationType, Phone, draft::ClientFields};
use std::collections::BTreeSet;
use store::{Tx, affiliations, clients, contacts, families, on, search, testing::Fresh};

type Facets = BTreeSet<(i64, String, i64, String)>;

async fn facets(tx: &mut Tx) -> Facets {
    let all = "SELECT contact_id, facet, active, sort_key FROM contact_facet";
    let rows: Vec<(i64, String, i64, String)> = on!(tx, c => sqlx::query_as(all).fetch_all(c).await).unwrap();
    rows.into_iter().collect()
}

/// Who has or had a double is flagged by the act that saw it: beyond what a rebuild says, or on one of the two only.
fn filters(facets: &Facets) -> Facets {
    facets.iter().filter(|(_, facet, ..)| !matches!(facet.as_str(), "t" | "p")).cloned().collect()
}

async fn same(tx: &mut Tx, after: &str) {
    let kept = facets(tx).await;
    search::reindex_all(tx).await.unwrap();
    let anew = facets(tx).await;
    let of = |facets: &Facets| filters(facets).into_iter().collect::<Vec<_>>();
    assert_eq!(of(&kept), of(&anew), "{after}");
}

async fn acts(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let t = town(&mut tx).await;
    let user = user(&mut tx, "un@a.example").await;
    same(&mut tx, "adding").await;

    let version = contacts::get(&mut tx, t.paul).await.unwrap().version;
    let mut fields = a_contact("Paul Le Roy", "paul@ble.example");
    fields.phones = vec![Phone { label: String::new(), number: "0601020304".into() }];
    contacts::change(&mut tx, t.paul, version, &fields, at(1)).await.unwrap();
    same(&mut tx, "a name and a phone").await;

    let chosen = [t.marie, t.paul, t.jean];
    let act = contacts::notify_many(&mut tx, user, &chosen, NotificationType::Orders, at(2)).await.unwrap();
    same(&mut tx, "several types").await;
    contacts::undo_bulk(&mut tx, user, act, at(3)).await.unwrap();
    same(&mut tx, "undoing that").await;
    let act = contacts::deactivate_many(&mut tx, user, &chosen, at(4)).await.unwrap();
    same(&mut tx, "several inactive").await;
    contacts::undo_bulk(&mut tx, user, act, at(5)).await.unwrap();
    same(&mut tx, "undoing that, too").await;

    let host = clients::get(&mut tx, t.epi).await.unwrap();
    let other = ClientFields {
        kind: ClientKind::Producer,
        family: Some("Fermes".into()),
        ..a_client(&host.reference, &host.label)
    };
    clients::change(&mut tx, t.epi, host.version, &other, at(6)).await.unwrap();
    same(&mut tx, "a client of another kind and family").await;
    let all = families::list(&mut tx).await.unwrap();
    let farms = all.iter().find(|(_, name)| name == "Fermes").unwrap().0;
    let merge = families::merge(&mut tx, (farms, t.bakeries), 1, user, at(6)).await.unwrap();
    same(&mut tx, "two families in one").await;
    families::separate(&mut tx, merge, at(6)).await.unwrap();
    same(&mut tx, "and two again").await;

    let links = affiliations::of_contact(&mut tx, t.jean).await.unwrap();
    affiliations::change(&mut tx, links[0].id, links[0].version, &does("Gérant", NotificationType::All), at(7))
        .await
        .unwrap();
    affiliations::end(&mut tx, links[1].id, at(8)).await.unwrap();
    same(&mut tx, "links").await;
    affiliations::resume(&mut tx, links[1].id, at(9)).await.unwrap();
    clients::deactivate(&mut tx, t.epi, at(10)).await.unwrap();
    same(&mut tx, "a client's cascade").await;
    clients::reactivate(&mut tx, t.epi, at(11)).await.unwrap();
    same(&mut tx, "and its end").await;

    contacts::remove(&mut tx, t.zoe, at(12)).await.unwrap();
    assert!(facets(&mut tx).await.iter().all(|(id, ..)| *id != t.zoe.0), "P06");
    contacts::restore(&mut tx, t.zoe, at(13)).await.unwrap();
    same(&mut tx, "deleting and taking that back").await;
}
// P06
store::both!(e10_every_act_keeps_what_the_filters_go_by, acts);

/// The statements by which the migration fills its table.
const MIGRATION: &str = include_str!("../../../../migrations/sqlite/0013_facets.sql");

async fn migrated(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let t = town(&mut tx).await;
    // A name twice at a client, a number twice.
    let twin = contact(&mut tx, "Marie DURAND", "").await;
    affiliated(&mut tx, twin, t.epi).await;
    let elsewhere = client(&mut tx, "C9", "Ailleurs").await;
    let mut fields = a_contact("Ines Claes", "ines@a.example");
    fields.phones = vec![Phone { label: String::new(), number: "06 01 02 03 04".into() }];
    let ines = contacts::add(&mut tx, &fields, None, at(0)).await.unwrap();
    affiliated(&mut tx, ines, elsewhere).await;
    contacts::deactivate(&mut tx, ines, at(1)).await.unwrap();
    contacts::remove(&mut tx, t.zoe, at(1)).await.unwrap();
    search::reindex_all(&mut tx).await.unwrap();
    let expected = facets(&mut tx).await;
    let flagged: Vec<_> = expected.iter().filter(|(_, facet, ..)| matches!(facet.as_str(), "t" | "p")).collect();
    assert_eq!(flagged.len(), 4, "{flagged:?}");

    on!(&mut tx, c => sqlx::query("DELETE FROM contact_facet").execute(c).await.map(drop)).unwrap();
    assert_eq!(statements().len(), 3);
    for text in statements() {
        on!(&mut tx, c => sqlx::query(text).execute(c).await.map(drop)).unwrap();
    }
    assert_eq!(facets(&mut tx).await, expected);
}
store::both!(e10_the_migration_fills_in_what_a_rebuild_does, migrated);

/// The same text on both databases; a semicolon ends a statement where it ends a line.
fn statements() -> Vec<&'static str> {
    let all = MIGRATION.split(";\n").map(str::trim);
    all.filter(|text| text.starts_with("INSERT INTO contact_facet")).collect()
}
