//! What a page of the directory reads, and how it goes on where it stopped; on both databases. Few rows are looked at here.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use super::*;
use crate::{affiliations, clients, contacts, testing::Fresh};
use model::{
    ClientKind, FamilyId, Lang, Moment, NotificationType, Place,
    draft::{AffiliationFields, ClientFields, ContactFields},
};
use sqlx::Row as _;

const NOW: Moment = Moment(1_795_262_400_000);

async fn add(tx: &mut Tx, name: &str) -> ContactId {
    let email = model::EmailAddress::parse(&format!("{}@a.example", model::fold(name).replace(' ', "."))).ok();
    let fields = ContactFields { last_name: name.into(), email, ..ContactFields::default() };
    contacts::add(tx, &fields, None, NOW).await.unwrap()
}

async fn client(tx: &mut Tx, reference: &str, kind: ClientKind) -> ClientId {
    let fields = ClientFields {
        reference: reference.into(),
        label: reference.into(),
        kind,
        family: Some("Toutes".into()),
        language: Lang::Fr,
        civility: None,
        first_name: String::new(),
        last_name: String::new(),
        email: None,
        phones: vec![],
        billing_email: None,
        place: Place::default(),
        note: String::new(),
    };
    clients::add(tx, &fields, NOW).await.unwrap()
}

/// How the database would find the rows of a page; Postgres as it does in a large table.
async fn steps(tx: &mut Tx, asked: &ContactsAsked, lead: &Lead, stretch: &Stretch, walk: &Walk<'_>) -> Vec<String> {
    let fence = walk.from;
    match tx {
        Tx::Sqlite(c) => {
            let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new("EXPLAIN QUERY PLAN SELECT l.sort_key, ");
            push_rows!(query, asked, lead, stretch, walk, fence);
            let rows = query.build().fetch_all(&mut **c).await.unwrap();
            rows.iter().map(|row| row.get("detail")).collect()
        }
        Tx::Postgres(c) => {
            for off in ["SET LOCAL enable_seqscan = off", "SET LOCAL enable_bitmapscan = off"] {
                sqlx::query(off).execute(&mut **c).await.unwrap();
            }
            let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new("EXPLAIN SELECT l.sort_key, ");
            push_rows!(query, asked, lead, stretch, walk, fence);
            let rows = query.build().fetch_all(&mut **c).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
    }
}

async fn filters(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (one, other) = (client(&mut tx, "C1", ClientKind::Professional).await, add(&mut tx, "Durand").await);
    let fields = AffiliationFields { function: "Comptable".into(), ..AffiliationFields::default() };
    affiliations::add(&mut tx, other, one, &fields, false, NOW).await.unwrap();
    let all = ContactsAsked::default;
    let (facet, prefix, word) = ("contact_facet_by_facet", "contact_prefix_pkey", "contact_word_by_word");
    for (asked, index) in [
        (all(), "contact_active"),
        (ContactsAsked { activity: Activity::Inactive, ..all() }, "contact_inactive"),
        (ContactsAsked { activity: Activity::All, ..all() }, "contact_present"),
        (ContactsAsked { independent: true, ..all() }, facet),
        (ContactsAsked { without_email: true, ..all() }, facet),
        (ContactsAsked { incomplete: true, ..all() }, facet),
        (ContactsAsked { client: Some(one), ..all() }, facet),
        (ContactsAsked { family: Some(FamilyId(1)), ..all() }, facet),
        (ContactsAsked { kind: Some(ClientKind::Professional), ..all() }, facet),
        (ContactsAsked { notification: Some(NotificationType::None), ..all() }, facet),
        (ContactsAsked { function: "compt".into(), ..all() }, facet),
        (ContactsAsked { function: "compt".into(), kind: Some(ClientKind::Professional), ..all() }, facet),
        (ContactsAsked { kind: Some(ClientKind::Professional), without_email: true, ..all() }, facet),
        (ContactsAsked { search: "du".into(), ..all() }, prefix),
        (ContactsAsked { search: "dura".into(), activity: Activity::All, ..all() }, prefix),
        (ContactsAsked { search: "durand".into(), ..all() }, word),
        (ContactsAsked { search: "durand co".into(), ..all() }, word),
    ] {
        let criteria = narrow::criteria(&mut tx, &asked).await.unwrap();
        let lead = lead::lead(&mut tx, &asked, criteria).await.unwrap().unwrap();
        let at = ("durand".to_owned(), 1);
        for backwards in [false, true] {
            for stretch in &lead.stretches {
                let walk = Walk { from: Some(&at), backwards, limit: 51 };
                let steps = steps(&mut tx, &asked, &lead, stretch, &walk).await;
                // The key of SQLite's table of beginnings has no name.
                let led = steps.iter().find(|step| {
                    step.contains(index) || index == prefix && step.starts_with("SEARCH l USING PRIMARY KEY")
                });
                assert!(led.is_some(), "{asked:?} {stretch:?}: {steps:#?}");
                let bad =
                    |step: &String| ["SCAN", "Seq Scan", "TEMP B-TREE", "Sort"].iter().any(|bad| step.contains(bad));
                assert!(!steps.iter().any(bad), "{asked:?} {stretch:?}: {steps:#?}");
            }
        }
    }
}
// Each filter alone, and usual ones together, follow an index in the order of names: nothing is walked but what the page shows and
// what another criterion leaves out, and nothing is sorted.
crate::both!(e10_every_filter_follows_an_index_in_the_order_of_names, filters);

/// 130 contacts who receive everything at a farm and nothing at a shop, but for one.
async fn paused(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let shop = client(&mut tx, "Shop", ClientKind::Professional).await;
    let farm = client(&mut tx, "Ferme", ClientKind::Producer).await;
    for n in 0..130 {
        let id = add(&mut tx, &format!("Roy{n:03}")).await;
        for (client, all) in [(shop, n == 97), (farm, true)] {
            let notification_type = if all { NotificationType::All } else { NotificationType::None };
            let fields = AffiliationFields { notification_type, ..AffiliationFields::default() };
            affiliations::add(&mut tx, id, client, &fields, false, NOW).await.unwrap();
        }
    }
    let mut asked = ContactsAsked {
        kind: Some(ClientKind::Professional),
        notification: Some(NotificationType::All),
        ..ContactsAsked::default()
    };
    let id = |line: &ContactLine| line.id.0;
    let (mut found, mut pages, mut back) = (vec![], 0, PageFrom::Start);
    loop {
        let page = list(&mut tx, &asked).await.unwrap();
        assert!(!page.whole && page.total <= 1, "{page:?}");
        found.extend(page.rows.iter().map(|line| line.name.clone()));
        pages += 1;
        let Some(next) = page.next(asked.from, id) else { break };
        (back, asked.from) = (asked.from, next);
    }
    assert_eq!((found, pages), (vec!["Roy097".to_owned()], 4), "40 are looked at for a page");
    let PageFrom::After(last) = back else { panic!("{back:?}") };
    asked.from = PageFrom::Before(last);
    let page = list(&mut tx, &asked).await.unwrap();
    assert!(page.rows.is_empty() && page.earlier, "{page:?}");
    asked.from = page.previous(asked.from, id).unwrap();
    assert!(matches!(asked.from, PageFrom::Before(_)));
    asked.from = PageFrom::Letter('s');
    let page = list(&mut tx, &asked).await.unwrap();
    assert!(page.rows.is_empty() && page.earlier && !page.later, "{page:?}");

    // Everybody, and a filter alone, is counted a little further; there is nothing to pause for.
    for asked in [ContactsAsked::default(), ContactsAsked { kind: Some(ClientKind::Producer), ..Default::default() }] {
        let page = list(&mut tx, &asked).await.unwrap();
        assert_eq!((page.rows.len(), page.total, page.whole, page.paused_at), (PAGE, 100, false, None));
    }
    // Nobody is nobody, at once.
    let nobody = ContactsAsked { kind: Some(ClientKind::Individual), independent: true, ..Default::default() };
    let page = list(&mut tx, &nobody).await.unwrap();
    assert!(page.rows.is_empty() && page.whole && !page.later && !page.earlier);
}
crate::both!(e10_a_page_that_nobody_fills_stops_and_the_next_goes_on_from_there, paused);

async fn spellings(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (one, other) =
        (client(&mut tx, "C1", ClientKind::Professional).await, client(&mut tx, "C2", ClientKind::Producer).await);
    for n in 0..60 {
        let id = add(&mut tx, &format!("Roy{n:03} Royal")).await;
        for (client, function) in [(one, "Comptable"), (other, "comptable adjoint")] {
            let fields = AffiliationFields { function: function.into(), ..AffiliationFields::default() };
            affiliations::add(&mut tx, id, client, &fields, false, NOW).await.unwrap();
        }
    }
    for mut asked in [
        ContactsAsked { function: "COMPT".into(), ..ContactsAsked::default() },
        ContactsAsked { search: "roy".into(), ..ContactsAsked::default() },
        ContactsAsked { search: "royal".into(), activity: Activity::All, ..ContactsAsked::default() },
    ] {
        let mut names = vec![];
        loop {
            let page = list(&mut tx, &asked).await.unwrap();
            names.extend(page.rows.iter().map(|line| line.name.clone()));
            let Some(next) = page.next(asked.from, |line| line.id.0) else { break };
            asked.from = next;
        }
        let expected: Vec<_> = (0..60).map(|n| format!("Roy{n:03} Royal")).collect();
        assert_eq!(names, expected, "{asked:?}");
    }
}
crate::both!(e10_who_meets_a_criterion_twice_is_listed_and_counted_once, spellings);
