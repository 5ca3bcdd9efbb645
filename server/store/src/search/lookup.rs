//! From words to ids, best first, in a time that hardly grows with the number of rows.
//!
//! Two to four letters have their rows ready. Longer beginnings range over the words of names, then over the others while
//! there is room. When a common name has too many rows to sort (« marie »), the best of each different name are enough; of
//! other words the first thousand rows in their order. Several words: the rarest leads, the others are looked up for each
//! of its rows.

use super::{
    texts::Texts,
    words::{NAME, READY, UNREACHABLE, end_of, searched},
};
use crate::{Result, Tx, on};

/// Rows that are sorted here rather than taken word by word.
const FEW: i64 = 1_000;

type Row = (i64, i64, String);

/// The ids whose words begin with all words of `text`, best first, at places before `places_before`, at most `limit`.
pub(super) async fn lookup(tx: &mut Tx, texts: &Texts, text: &str, places_before: i64, limit: i64) -> Result<Vec<i64>> {
    let mut words = searched(text);
    let leader = rarest(tx, texts, &words).await?;
    if words.get(leader).is_none_or(|word| word.chars().count() < *READY.start()) {
        return Ok(vec![]);
    }
    let leader = words.remove(leader);
    let asked = Asked { texts, leader, others: words, places_before, limit };
    let mut rows =
        if READY.contains(&asked.leader.chars().count()) { asked.ready(tx).await? } else { asked.longer(tx).await? };
    rows.sort_by(|(a, a_place, a_key), (b, b_place, b_key)| (a_place, a_key, a).cmp(&(b_place, b_key, b)));
    let mut ids: Vec<i64> = Vec::new();
    for (id, ..) in rows {
        if ids.len() as i64 >= limit {
            break;
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Which word has the fewest rows. A single one needs no counting.
async fn rarest(tx: &mut Tx, texts: &Texts, words: &[String]) -> Result<usize> {
    if words.len() <= 1 { Ok(0) } else { Ok(counted(tx, texts, words).await?.1) }
}

/// How many rows the rarest word has, no further than [`FEW`], and which it is.
async fn counted(tx: &mut Tx, texts: &Texts, words: &[String]) -> Result<(i64, usize)> {
    let mut best = (i64::MAX, 0);
    for (at, word) in words.iter().enumerate() {
        if word.chars().count() >= *READY.start() {
            let alone = Asked { texts, leader: word.clone(), others: vec![], places_before: i64::MAX, limit: FEW };
            best = best.min((alone.count(tx).await?, at));
        }
    }
    Ok(best)
}

/// The words that narrow a list in an order of its own.
pub(crate) struct Narrowing {
    /// A word of few rows: to be looked up first. Without one the list is walked, which soon fills a page.
    pub(crate) leader: Option<String>,
    /// Each row is asked for these.
    pub(crate) others: Vec<String>,
}

/// For the list that `texts` index.
pub(crate) async fn narrowing(tx: &mut Tx, texts: &Texts, text: &str) -> Result<Narrowing> {
    let mut others = searched(text);
    let (rows, at) = counted(tx, texts, &others).await?;
    let leader = (rows < FEW).then(|| others.remove(at));
    Ok(Narrowing { leader, others })
}

struct Asked<'a> {
    texts: &'a Texts,
    leader: String,
    others: Vec<String>,
    places_before: i64,
    limit: i64,
}

/// « Every other word is there, too » for the rows under the first or second name of `also`.
macro_rules! push_others {
    ($query:ident, $asked:ident, $name:literal) => {
        for other in &$asked.others {
            $query.push($asked.texts.also[$name]).push_bind(other.as_str()).push(" AND o.word < ");
            $query.push_bind(end_of(other)).push(")");
        }
    };
}

impl Asked<'_> {
    async fn ready(&self, tx: &mut Tx) -> Result<Vec<Row>> {
        Ok(on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(self.texts.ready);
            query.push_bind(self.leader.as_str()).push(" AND d.place < ").push_bind(self.places_before);
            push_others!(query, self, 0);
            query.push(self.texts.best_first).push_bind(self.limit);
            query.build_query_as().fetch_all(c).await
        })?)
    }

    /// Place by place, until there is enough: a better place comes before any other.
    async fn longer(&self, tx: &mut Tx) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for place in 0..self.places_before {
            let is_name = place % UNREACHABLE == NAME;
            let of_place = self.ranged(tx, place).await?;
            let all = (of_place.len() as i64) < FEW;
            rows.extend(if all || !is_name { of_place } else { self.best_of_each(tx, place).await? });
            if rows.len() as i64 >= 4 * self.limit {
                break;
            }
        }
        Ok(rows)
    }

    async fn ranged(&self, tx: &mut Tx, place: i64) -> Result<Vec<Row>> {
        Ok(on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(self.texts.ranged);
            query.push_bind(place).push(" AND d.word >= ").push_bind(self.leader.as_str());
            query.push(" AND d.word < ").push_bind(end_of(&self.leader));
            push_others!(query, self, 0);
            query.push(" ORDER BY d.word, d.sort_key LIMIT ").push_bind(FEW);
            query.build_query_as().fetch_all(c).await
        })?)
    }

    async fn best_of_each(&self, tx: &mut Tx, place: i64) -> Result<Vec<Row>> {
        let (open, close) = self.texts.first_of_each.on(tx);
        let end = end_of(&self.leader);
        Ok(on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(self.texts.vocabulary[0]);
            query.push_bind(place).push(" AND word >= ").push_bind(self.leader.as_str());
            query.push(" AND word < ").push_bind(end.as_str());
            query.push(self.texts.vocabulary[1]).push_bind(place).push(" AND n.word > v.word AND n.word < ");
            query.push_bind(end.as_str()).push(self.texts.vocabulary[2]);
            query.push(open).push(self.texts.of_the_word).push_bind(place);
            push_others!(query, self, 1);
            query.push(self.texts.best_of_word).push_bind(self.limit).push(close);
            query.build_query_as().fetch_all(c).await
        })?)
    }

    /// Rows of the leader alone, no further than the limit.
    async fn count(&self, tx: &mut Tx) -> Result<i64> {
        Ok(on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new("SELECT COUNT(*) FROM (");
            if READY.contains(&self.leader.chars().count()) {
                query.push(self.texts.ready).push_bind(self.leader.as_str());
            } else {
                query.push(self.texts.counted).push_bind(self.leader.as_str());
                query.push(" AND d.word < ").push_bind(end_of(&self.leader));
            }
            query.push(" LIMIT ").push_bind(self.limit).push(") AS counted");
            query.build_query_scalar().fetch_one(c).await
        })?)
    }
}
