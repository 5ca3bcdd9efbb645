//! Contacts that are probably one person: the same name at the same client, or the same number. Found by the indexes of names and
//! of numbers as they are now, one page by keys; what somebody said to be two people is left out.

mod why;

use crate::{Result, StoreError, Tx, contacts, merges, on, stamp};
use model::{
    ContactId, Moment, UserId,
    listing::PAGE,
    merge::{Double, Doubles, DoublesFrom},
};

/// What both queries ask of a pair of contacts `a` and `b`.
macro_rules! both_there {
    () => {
        " AND a.erased_at IS NULL AND b.erased_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM not_double n WHERE n.a_id = a.id AND n.b_id = b.id)"
    };
}

/// They belong to the same client now.
macro_rules! common_client {
    () => {
        "EXISTS (SELECT 1 FROM affiliation x JOIN affiliation y ON y.client_id = x.client_id
           WHERE x.contact_id = a.id AND y.contact_id = b.id AND x.ended_at IS NULL AND y.ended_at IS NULL)"
    };
}

// CROSS JOIN keeps SQLite to this order: from name to name, or from number to number, and so page by page; rows are looked at
// only where the index shows a pair. Who is forgotten or merged has no sort key. One known only by its address has no name to
// share (P01).
const BY_NAME: &str = concat!(
    "SELECT k.id, l.id FROM contact k CROSS JOIN contact l CROSS JOIN contact a CROSS JOIN contact b
     WHERE l.sort_key = k.sort_key AND l.id > k.id AND a.id = k.id AND b.id = l.id
       AND k.sort_key > '' AND k.sort_key >= $1 AND (k.sort_key, k.id, l.id) > ($1, $2, $3)
       AND a.first_name || a.last_name <> '' AND b.first_name || b.last_name <> ''",
    both_there!(),
    " AND ",
    common_client!(),
    " ORDER BY k.sort_key, k.id, l.id LIMIT $4"
);

// A pair stands at the first number that both have; one of the same name stood before.
const BY_PHONE: &str = concat!(
    "SELECT DISTINCT p.number_key, p.contact_id, q.contact_id
     FROM phone p CROSS JOIN phone q CROSS JOIN contact a CROSS JOIN contact b
     WHERE p.contact_id IS NOT NULL AND q.contact_id IS NOT NULL
       AND q.number_key = p.number_key AND q.contact_id > p.contact_id AND a.id = p.contact_id AND b.id = q.contact_id
       AND p.number_key > '' AND p.number_key >= $1 AND (p.number_key, p.contact_id, q.contact_id) > ($1, $2, $3)",
    both_there!(),
    " AND NOT (a.sort_key = b.sort_key AND a.first_name || a.last_name <> '' AND b.first_name || b.last_name <> '' AND ",
    common_client!(),
    ") AND NOT EXISTS (SELECT 1 FROM phone r JOIN phone s ON s.number_key = r.number_key
         WHERE r.contact_id = a.id AND s.contact_id = b.id AND r.number_key > '' AND r.number_key < p.number_key)
     ORDER BY p.number_key, p.contact_id, q.contact_id LIMIT $4"
);

type Ids = (i64, i64);

/// One page: first those of the same name, by name, then those who share only a number.
pub async fn list(tx: &mut Tx, from: DoublesFrom) -> Result<Doubles> {
    // One more than is shown, to know whether the list goes on.
    let most = PAGE + 1;
    let names = match from {
        DoublesFrom::Start => by_name(tx, ("".into(), 0, 0), most).await?,
        DoublesFrom::AfterName(a, b) => {
            let key = why::sort_key(tx, a).await?;
            by_name(tx, (key, a.0, b.0), most).await?
        }
        DoublesFrom::AfterPhone(..) => vec![],
    };
    let phones = match from {
        DoublesFrom::AfterPhone(a, b) => {
            let key = why::first_number(tx, a, b).await?;
            by_phone(tx, (key, a.0, b.0), most).await?
        }
        _ if names.len() < most => by_phone(tx, ("".into(), 0, 0), most - names.len()).await?,
        _ => vec![],
    };
    let after = |at: usize| match names.get(at) {
        Some((a, b)) => DoublesFrom::AfterName(ContactId(*a), ContactId(*b)),
        None => {
            let (a, b) = phones[at - names.len()];
            DoublesFrom::AfterPhone(ContactId(a), ContactId(b))
        }
    };
    let next = (names.len() + phones.len() > PAGE).then(|| after(PAGE - 1));
    let shown: Vec<Ids> = names.iter().chain(&phones).take(PAGE).copied().collect();
    Ok(Doubles { pairs: told(tx, &shown).await?, next })
}

async fn by_name(tx: &mut Tx, (key, a, b): (String, i64, i64), most: usize) -> Result<Vec<Ids>> {
    Ok(on!(tx, c => sqlx::query_as(BY_NAME).bind(&key).bind(a).bind(b).bind(most as i64).fetch_all(c).await)?)
}

async fn by_phone(tx: &mut Tx, (key, a, b): (String, i64, i64), most: usize) -> Result<Vec<Ids>> {
    let rows: Vec<(String, i64, i64)> =
        on!(tx, c => sqlx::query_as(BY_PHONE).bind(&key).bind(a).bind(b).bind(most as i64).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(_, a, b)| (a, b)).collect())
}

async fn told(tx: &mut Tx, pairs: &[Ids]) -> Result<Vec<Double>> {
    let people = why::people(tx, pairs).await?;
    let mut told = vec![];
    for (a, b) in pairs {
        let person = |id: &i64| people.get(id).cloned().ok_or(StoreError::NotFound);
        let (a, b) = (person(a)?, person(b)?);
        let same_name_at = why::same_name_at(tx, a.id, b.id).await?;
        let same_phones = why::same_phones(tx, a.id, b.id).await?;
        told.push(Double { a, b, same_name_at, same_phones });
    }
    Ok(told)
}

const KEEP_APART: &str =
    "INSERT INTO not_double (a_id, b_id, by_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT (a_id, b_id) DO NOTHING";

/// These are two people: they are proposed no more. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`; `Refused`: [`merges::ITSELF`], [`merges::GONE`].
pub async fn keep_apart(tx: &mut Tx, a: ContactId, b: ContactId, by: UserId, now: Moment) -> Result<()> {
    for id in [a, b] {
        if contacts::get(tx, id).await?.erased_at.is_some() {
            return Err(StoreError::Refused(merges::GONE));
        }
    }
    if a == b {
        return Err(StoreError::Refused(merges::ITSELF));
    }
    let (first, second) = (a.min(b), a.max(b));
    Ok(on!(tx, c => sqlx::query(KEEP_APART)
        .bind(first.0).bind(second.0).bind(by.0).bind(stamp(now)).execute(c).await.map(drop))?)
}

const PROPOSE: &str = "DELETE FROM not_double WHERE a_id = $1 AND b_id = $2";

/// Undoes [`keep_apart`].
///
/// # Errors
/// Only general ones.
pub async fn propose_again(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<()> {
    let (first, second) = (a.min(b), a.max(b));
    Ok(on!(tx, c => sqlx::query(PROPOSE).bind(first.0).bind(second.0).execute(c).await.map(drop))?)
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    /// No sort of everything, and nothing but an index is walked through.
    #[tokio::test]
    async fn pairs_are_found_from_name_to_name_and_from_number_to_number() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        for (text, led, beside) in [
            (BY_NAME, "SEARCH k USING COVERING INDEX contact_by_name", "SEARCH l USING COVERING INDEX contact_by_name"),
            (
                BY_PHONE,
                "SEARCH p USING COVERING INDEX phone_of_contacts",
                "SEARCH q USING COVERING INDEX phone_of_contacts",
            ),
        ] {
            let steps = testing::plan(&mut tx, text).await;
            assert!(steps[0].starts_with(led) && steps[1].starts_with(beside), "{steps:#?}");
            let sorted = steps.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY" || step.starts_with("SCAN"));
            assert!(!sorted, "{steps:#?}");
        }
    }
}
