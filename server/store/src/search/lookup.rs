//! From words to ids, best first, in a time that hardly grows with the number of rows.
//!
//! Two or three letters have their rows ready. Longer beginnings range over the words; when a common one has too many rows
//! to sort (« marie »), the best of each different word are enough. Several words: the rarest leads, the others are
//! looked up for each of its rows.

use super::{
    texts::Texts,
    words::{READY, end_of, searched},
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
    let mut rows = if READY.contains(&asked.leader.chars().count()) {
        asked.ready(tx).await?
    } else {
        let rows = asked.ranged(tx, FEW).await?;
        if (rows.len() as i64) < FEW { rows } else { asked.best_of_each(tx).await? }
    };
    rows.sort_by(|(a, a_place, a_key), (b, b_place, b_key)| (a_place, a_key, a).cmp(&(b_place, b_key, b)));
    let mut ids: Vec<i64> = Vec::new();
    for (id, ..) in rows {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(ids)
}

/// Which word has the fewest rows. A single one needs no counting.
async fn rarest(tx: &mut Tx, texts: &Texts, words: &[String]) -> Result<usize> {
    let mut best = (i64::MAX, 0);
    for (at, word) in words.iter().enumerate().filter(|_| words.len() > 1) {
        if word.chars().count() >= *READY.start() {
            let alone = Asked { texts, leader: word.clone(), others: vec![], places_before: i64::MAX, limit: FEW };
            best = best.min((alone.count(tx).await?, at));
        }
    }
    Ok(best.1)
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

    async fn ranged(&self, tx: &mut Tx, limit: i64) -> Result<Vec<Row>> {
        Ok(on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(self.texts.ranged);
            query.push_bind(self.leader.as_str()).push(" AND d.word < ").push_bind(end_of(&self.leader));
            query.push(" AND d.place < ").push_bind(self.places_before);
            push_others!(query, self, 0);
            query.push(" ORDER BY d.word LIMIT ").push_bind(limit);
            query.build_query_as().fetch_all(c).await
        })?)
    }

    async fn best_of_each(&self, tx: &mut Tx) -> Result<Vec<Row>> {
        let (open, close) = self.texts.first_of_each.on(tx);
        Ok(on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(self.texts.vocabulary[0]);
            query.push_bind(self.leader.as_str()).push(" AND word < ").push_bind(end_of(&self.leader));
            query.push(self.texts.vocabulary[1]).push_bind(end_of(&self.leader)).push(self.texts.vocabulary[2]);
            query.push(open).push(self.texts.of_the_word).push_bind(self.places_before);
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
                query.push(self.texts.ranged).push_bind(self.leader.as_str());
                query.push(" AND d.word < ").push_bind(end_of(&self.leader));
            }
            query.push(" LIMIT ").push_bind(self.limit).push(") AS counted");
            query.build_query_scalar().fetch_one(c).await
        })?)
    }
}
