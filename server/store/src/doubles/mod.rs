//! Contacts that are probably one person: the same name at the same client, or the same number; what somebody said to be two people
//! is left out. Who had a double when last saved is flagged (`contact_facet`), so that a page walks those rather than everybody;
//! whether it still has one is asked anew, so that nothing wrong is proposed.

mod why;

use crate::{
    Result, StoreError, Tx, contacts, merges, on,
    search::facets::{SHARES_PHONE, TWIN},
    stamp,
};
use model::{
    ContactId, Moment, UserId,
    listing::PAGE,
    merge::{Double, Doubles, DoublesFrom},
};

/// A pair is found at the older one of the two that is flagged: at `$1`, unless `o` is flagged and older. Both are there and have
/// not been told apart.
macro_rules! found_here {
    ($flag:literal, $other:literal) => {
        concat!(
            $other,
            " <> $1 AND ",
            $other,
            " > $2
             AND (",
            $other,
            " > $1 OR NOT EXISTS (SELECT 1 FROM contact_facet f
               WHERE f.contact_id = ",
            $other,
            " AND f.facet = '",
            $flag,
            "'))
             AND (SELECT COUNT(*) FROM contact b WHERE b.id IN ($1, ",
            $other,
            ") AND b.erased_at IS NULL) = 2
             AND NOT EXISTS (SELECT 1 FROM not_double n WHERE n.a_id = $1 AND n.b_id = ",
            $other,
            ")
             AND NOT EXISTS (SELECT 1 FROM not_double n WHERE n.a_id = ",
            $other,
            " AND n.b_id = $1)"
        )
    };
}

// One known only by its address has no name to share (P01). CROSS JOIN keeps SQLite to this order: from the clients of the one to
// those of its name there.
const OF_NAME: &str = concat!(
    "SELECT DISTINCT o.contact_id FROM contact_facet m CROSS JOIN contact_facet o
     WHERE m.contact_id = $1 AND m.facet >= 'c:' AND m.facet < 'c;'
       AND o.facet = m.facet AND o.active IN (0, 1) AND o.sort_key = m.sort_key
       AND (SELECT COUNT(*) FROM contact b WHERE b.id IN ($1, o.contact_id) AND b.first_name || b.last_name <> '') = 2
       AND ",
    found_here!("t", "o.contact_id"),
    " ORDER BY o.contact_id LIMIT $3"
);

// A pair of the same name at the same client stands among those.
const OF_PHONE: &str = concat!(
    "SELECT DISTINCT q.contact_id FROM phone p CROSS JOIN phone q
     WHERE p.contact_id = $1 AND p.number_key > '' AND q.number_key = p.number_key AND q.contact_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM contact_facet m JOIN contact_facet o ON o.contact_id = q.contact_id AND o.facet = m.facet
         WHERE m.contact_id = $1 AND m.facet >= 'c:' AND m.facet < 'c;' AND o.sort_key = m.sort_key
           AND (SELECT COUNT(*) FROM contact b WHERE b.id IN ($1, o.contact_id)
             AND b.first_name || b.last_name <> '') = 2)
       AND ",
    found_here!("p", "q.contact_id"),
    " ORDER BY q.contact_id LIMIT $3"
);

/// Flagged contacts that are looked at for one page; after so many without a page of pairs it goes on with the next.
const LOOKED_AT: i64 = if cfg!(test) { 5 } else { 300 };

/// Two contacts, the one first at which they are found.
type Found = (i64, i64);

/// One page: first those of the same name, by name, then those who share only a number.
pub async fn list(tx: &mut Tx, from: DoublesFrom) -> Result<Doubles> {
    let mut looked = LOOKED_AT;
    let (after_name, after_phone) = match from {
        DoublesFrom::Start => (None, None),
        DoublesFrom::AfterName(a, b) => (Some((a, b)), None),
        DoublesFrom::AfterPhone(a, b) => (None, Some((a, b))),
    };
    let mut names = Walked { pairs: vec![], seen: after_name, more: false };
    if after_phone.is_none() {
        names = walk(tx, TWIN, OF_NAME, after_name, PAGE, &mut looked).await?;
    }
    let of_names = names.seen.map(|(a, b)| DoublesFrom::AfterName(a, b));
    if names.more {
        return told(tx, &names.pairs, of_names).await;
    }
    let mut pairs = names.pairs;
    let phones = walk(tx, SHARES_PHONE, OF_PHONE, after_phone, PAGE - pairs.len(), &mut looked).await?;
    pairs.extend(phones.pairs);
    let next = phones.seen.map(|(a, b)| DoublesFrom::AfterPhone(a, b)).or(of_names);
    told(tx, &pairs, next.filter(|_| phones.more)).await
}

/// A part of a page.
struct Walked {
    pairs: Vec<Found>,
    /// The last pair seen, or a contact all of whose pairs were.
    seen: Option<(ContactId, ContactId)>,
    /// There are more, or may be.
    more: bool,
}

// Flags stand under active = 1, whoever has them.
const FLAGGED: &str = "SELECT sort_key, contact_id FROM contact_facet
  WHERE facet = $1 AND active = 1 AND (sort_key, contact_id) >= ($2, $3) ORDER BY sort_key, contact_id LIMIT $4";

/// Pairs after the one given, no more than `room` and found at no more than `looked` contacts.
async fn walk(
    tx: &mut Tx,
    flag: &str,
    sql: &'static str,
    after: Option<(ContactId, ContactId)>,
    room: usize,
    looked: &mut i64,
) -> Result<Walked> {
    let (at, mut beyond) = after.unwrap_or((ContactId(0), ContactId(0)));
    let key = why::sort_key(tx, at).await?;
    // Whoever a page began after may be gone since: it begins anew.
    let at = if key.is_empty() { 0 } else { at.0 };
    let flagged: Vec<(String, i64)> = on!(tx, c => sqlx::query_as(FLAGGED)
        .bind(flag).bind(&key).bind(at).bind(*looked + 1).fetch_all(c).await)?;
    let mut walked = Walked { pairs: vec![], seen: after, more: true };
    for (_, one) in flagged {
        if *looked == 0 {
            return Ok(walked);
        }
        *looked -= 1;
        if one != at {
            beyond = ContactId(0);
        }
        // One more than there is room for, to know whether the list goes on.
        let most = (room + 1 - walked.pairs.len()) as i64;
        let others: Vec<i64> =
            on!(tx, c => sqlx::query_scalar(sql).bind(one).bind(beyond.0).bind(most).fetch_all(c).await)?;
        for other in others {
            if walked.pairs.len() == room {
                return Ok(walked);
            }
            walked.pairs.push((one, other));
            walked.seen = Some((ContactId(one), ContactId(other)));
        }
        if walked.pairs.len() < room {
            walked.seen = Some((ContactId(one), ContactId(i64::MAX)));
        }
    }
    Ok(Walked { more: false, ..walked })
}

async fn told(tx: &mut Tx, found: &[Found], next: Option<DoublesFrom>) -> Result<Doubles> {
    let people = why::people(tx, found).await?;
    let mut pairs = vec![];
    for (one, other) in found {
        let person = |id: i64| people.get(&id).cloned().ok_or(StoreError::NotFound);
        let (a, b) = (person(*one.min(other))?, person(*one.max(other))?);
        let same_name_at = why::same_name_at(tx, a.id, b.id).await?;
        let same_phones = why::same_phones(tx, a.id, b.id).await?;
        if !same_name_at.is_empty() || !same_phones.is_empty() {
            pairs.push(Double { a, b, same_name_at, same_phones });
        }
    }
    Ok(Doubles { pairs, next })
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
#[allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]
mod tests {
    use super::*;
    use crate::testing;

    /// From one flagged contact to the next, and to its doubles, by indexes.
    #[tokio::test]
    async fn pairs_are_found_from_flag_to_flag_whatever_the_number_of_contacts() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        for (text, led) in [
            (FLAGGED, "SEARCH contact_facet USING COVERING INDEX contact_facet_by_facet (facet=? AND active=?"),
            (OF_NAME, "SEARCH m USING PRIMARY KEY (contact_id=? AND facet>? AND facet<?)"),
            (OF_PHONE, "SEARCH p USING INDEX phone_by_contact (contact_id=?)"),
        ] {
            let steps = testing::plan(&mut tx, text).await;
            assert!(steps.iter().any(|step| step.starts_with(led)), "{steps:#?}");
            assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{steps:#?}");
        }
        let steps = testing::plan(&mut tx, FLAGGED).await;
        assert_eq!(steps.len(), 1, "no sort: {steps:#?}");
        let steps = testing::plan(&mut tx, OF_NAME).await;
        let there = "SEARCH o USING COVERING INDEX contact_facet_by_facet (facet=? AND active=? AND sort_key=?";
        assert!(steps.iter().any(|step| step.starts_with(there)), "{steps:#?}");
    }

    /// Flags outlive the doubles that they were set for; a page looks at a few, and says where to go on.
    async fn stale(fresh: &testing::Fresh) {
        let mut tx = fresh.pool.write().await.unwrap();
        let now = Moment(1_795_262_400_000);
        for n in 0..18 {
            let mut twins = vec![];
            for _ in 0..2 {
                let phones = vec![model::Phone { label: String::new(), number: format!("0470 {n:02}") }];
                let fields =
                    model::draft::ContactFields { phones, last_name: format!("Roy{n:02}"), ..Default::default() };
                twins.push(contacts::add(&mut tx, &fields, None, now).await.unwrap());
            }
            // The second one keeps its flag.
            if n < 17 {
                contacts::remove(&mut tx, twins[0], now).await.unwrap();
            }
        }
        let (mut from, mut pairs, mut pages) = (DoublesFrom::Start, 0, 0);
        loop {
            let page = list(&mut tx, from).await.unwrap();
            pairs += page.pairs.len();
            pages += 1;
            let Some(next) = page.next else { break };
            assert_ne!(next, from);
            from = next;
        }
        assert_eq!(
            (pairs, pages),
            (1, 5),
            "17 flags of nobody and that of a pair; five a page, the last one once more"
        );
    }
    crate::both!(a_page_looks_at_a_few_flags_and_says_where_to_go_on, stale);
}
