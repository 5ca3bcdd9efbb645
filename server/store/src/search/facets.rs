//! What the directory filters by (E10), kept beside the words: one row a contact and criterion it meets, in the order of names. A
//! filter is then a stretch of an index, whatever the number of contacts.

use super::contact::{ContactRow, Link};
use crate::{Result, Tx, dialect::held_in_order, on};
use std::collections::BTreeSet;

pub(crate) const INDEPENDENT: &str = "i";
pub(crate) const WITHOUT_EMAIL: &str = "e";
/// When the contact was last saved, another one had its name at one of its clients.
pub(crate) const TWIN: &str = "t";
/// When it was last saved, another one had one of its numbers.
pub(crate) const SHARES_PHONE: &str = "p";

pub(crate) fn of_kind(code: &str) -> String {
    format!("k:{code}")
}

pub(crate) fn of_notification(code: &str) -> String {
    format!("n:{code}")
}

pub(crate) fn of_family(id: i64) -> String {
    format!("f:{id}")
}

pub(crate) fn of_client(id: i64) -> String {
    format!("c:{id}")
}

/// As it is spelled.
pub(crate) fn of_function(function: &str) -> String {
    format!("w:{function}")
}

/// Of a contact that lacks a last name, an e-mail, or what else is expected.
pub(crate) fn incomplete(first_name_too: bool, phone_too: bool) -> &'static str {
    match (first_name_too, phone_too) {
        (false, false) => "m0",
        (true, false) => "m1",
        (false, true) => "m2",
        (true, true) => "m3",
    }
}

/// The criteria that a contact meets by itself; none once it is deleted.
pub(super) fn met(row: &ContactRow, links: &[Link], phones: i64) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    if row.erased {
        return all;
    }
    for link in links {
        all.extend([of_kind(&link.kind), of_notification(&link.notification_type), of_client(link.client_id)]);
        all.extend(link.family_id.map(of_family));
        all.extend((!link.function.is_empty()).then(|| of_function(&link.function)));
    }
    let mut add = |facet: &str, met: bool| all.extend(met.then(|| facet.to_owned()));
    add(INDEPENDENT, links.is_empty());
    add(WITHOUT_EMAIL, row.email.is_none());
    let lacks = row.last_name.is_empty() || row.email.is_none();
    for (first_name, phone) in [(false, false), (true, false), (false, true), (true, true)] {
        let lacks = lacks || first_name && row.first_name.is_empty() || phone && phones == 0;
        add(incomplete(first_name, phone), lacks);
    }
    all
}

const MOVE: &str = "UPDATE contact_facet SET active = CASE WHEN facet IN ('p', 't') THEN 1 ELSE $2 END, sort_key = $3
  WHERE contact_id = $1";
const FORGET: &str = "DELETE FROM contact_facet WHERE contact_id = ";
pub(super) const ADD: &str = "INSERT INTO contact_facet (contact_id, facet, active, sort_key) ";

/// Writes what is so now instead of what is `known`: facet, whether among the active, sort key. The contact's row is held by the
/// caller.
pub(super) async fn replace(
    tx: &mut Tx,
    id: i64,
    known: Vec<(String, i64, String)>,
    row: &ContactRow,
    links: &[Link],
    flags: &Flags,
) -> Result<()> {
    let mut now = met(row, links, flags.phones);
    now.extend(flags.twin.then(|| TWIN.to_owned()));
    now.extend(flags.shares_phone.then(|| SHARES_PHONE.to_owned()));
    let before: BTreeSet<String> = known.iter().map(|(facet, ..)| facet.clone()).collect();
    let gone: Vec<&String> = before.difference(&now).collect();
    if !gone.is_empty() {
        on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(FORGET);
            query.push_bind(id).push(" AND facet IN (");
            let mut list = query.separated(", ");
            for facet in gone {
                list.push_bind(facet.clone());
            }
            query.push(")");
            query.build().execute(c).await.map(drop)
        })?;
    }
    let active = i64::from(row.active);
    let moved = |(facet, at, key): &(String, i64, String)| {
        now.contains(facet) && (*key != row.sort_key || *at != active && facet != TWIN && facet != SHARES_PHONE)
    };
    if known.iter().any(moved) {
        on!(tx, c => sqlx::query(MOVE).bind(id).bind(active).bind(&row.sort_key).execute(c).await.map(drop))?;
    }
    let new: Vec<(String, i64)> = now.difference(&before).map(|facet| (facet.clone(), under(facet, row))).collect();
    if new.is_empty() {
        return Ok(());
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD);
        query.push_values(new, |mut values, (facet, active)| {
            values.push_bind(id).push_bind(facet).push_bind(active).push_bind(row.sort_key.clone());
        });
        query.build().execute(c).await.map(drop)
    })?)
}

/// Doubles are walked whether active or not.
fn under(facet: &str, row: &ContactRow) -> i64 {
    i64::from(row.active || facet == TWIN || facet == SHARES_PHONE)
}

/// What a contact is told by from other tables; of a deleted one nothing.
#[derive(Default, sqlx::FromRow)]
pub(super) struct Flags {
    phones: i64,
    shares_phone: bool,
    twin: bool,
}

const FLAGS: &str = "SELECT (SELECT COUNT(*) FROM phone WHERE contact_id = ";
const SHARED: &str = ") AS phones,
  EXISTS (SELECT 1 FROM phone p JOIN phone q ON q.number_key = p.number_key
    WHERE p.number_key > '' AND q.contact_id IS NOT NULL AND q.contact_id <> p.contact_id AND p.contact_id = ";
const TWINS: &str = ") AS shares_phone,
  EXISTS (SELECT 1 FROM contact_facet f WHERE f.active IN (0, 1) AND f.sort_key = ";

/// Of two that are saved at the same instant on Postgres neither may see the other: the next one saved does.
pub(super) async fn flags(tx: &mut Tx, id: i64, row: &ContactRow, links: &[Link]) -> Result<Flags> {
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(FLAGS);
        query.push_bind(id).push(SHARED).push_bind(id).push(TWINS).push_bind(row.sort_key.as_str());
        query.push(" AND f.contact_id <> ").push_bind(id).push(" AND f.facet IN (''");
        for link in links {
            query.push(", ").push_bind(of_client(link.client_id));
        }
        query.push(")) AS twin");
        query.build_query_as().fetch_one(c).await
    })?)
}

/// The same of all contacts at once, once the others are written.
pub(super) const FLAG_ALL: [&str; 2] = [
    "INSERT INTO contact_facet (contact_id, facet, active, sort_key)
      SELECT DISTINCT f.contact_id, 't', 1, f.sort_key FROM contact_facet f
      WHERE f.facet >= 'c:' AND f.facet < 'c;' AND EXISTS (SELECT 1 FROM contact_facet o
        WHERE o.facet = f.facet AND o.active IN (0, 1) AND o.sort_key = f.sort_key AND o.contact_id <> f.contact_id)",
    "INSERT INTO contact_facet (contact_id, facet, active, sort_key)
      SELECT ct.id, 'p', 1, ct.sort_key FROM contact ct
      WHERE ct.erased_at IS NULL AND EXISTS (SELECT 1 FROM phone p JOIN phone q ON q.number_key = p.number_key
        WHERE p.contact_id = ct.id AND p.number_key > '' AND q.contact_id IS NOT NULL AND q.contact_id <> ct.id)",
];

// Their rows are held first: who saves one of them meanwhile comes before or after.
const OF_FAMILY: &str = "SELECT id FROM contact WHERE id IN (SELECT contact_id FROM contact_facet WHERE facet = ";
const FAMILY_MERGED: [&str; 2] = [
    "INSERT INTO contact_facet (contact_id, facet, active, sort_key)
      SELECT contact_id, $2, active, sort_key FROM contact_facet WHERE facet = $1
      ON CONFLICT (contact_id, facet) DO NOTHING",
    "DELETE FROM contact_facet WHERE facet = $1 AND facet <> $2",
];

/// After all clients of a family joined another.
pub(crate) async fn family_merged(tx: &mut Tx, from: i64, into: i64) -> Result<()> {
    let held = held_in_order(tx);
    let _: Vec<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(OF_FAMILY);
        query.push_bind(of_family(from)).push(")").push(held);
        query.build_query_scalar().fetch_all(c).await
    })?;
    for sql in FAMILY_MERGED {
        on!(tx, c => sqlx::query(sql).bind(of_family(from)).bind(of_family(into)).execute(c).await.map(drop))?;
    }
    Ok(())
}
