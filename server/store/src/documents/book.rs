//! E13: the invoice book, the newest first, one page by keys. No query of it walks all documents: each filter alone is read from an index
//! in the order of days, counts end at [`MOST`], and a search looks at so many numbers only.

use super::{Row, facts::push_ids, number_key, select};
use crate::{Result, Tx, clients, coded::coded, on, search::end_of};
use model::{
    Document,
    document::{BOOK_PAGE, Book, BookAsked, BookCount, BookLine, BookState, DocumentState, cents},
    fold,
    listing::{Activity, ClientsAsked, PageFrom},
};

/// Beyond that a count says « plus de ».
const MOST: i64 = 10_000;
/// What a search looks at of each: numbers that begin so, numbers that end so, amounts.
const FOUND: i64 = 500;

const ROWS: &str = select!("x.removed_at IS NULL");
const COUNT: &str = "SELECT COUNT(*) FROM (SELECT x.id FROM document x WHERE x.removed_at IS NULL";

#[derive(sqlx::FromRow)]
struct LineRow {
    #[sqlx(flatten)]
    row: Row,
    state: String,
}

/// What a search found: documents by their number or amount, and clients.
pub(crate) struct Found {
    pub(crate) documents: Vec<i64>,
    pub(crate) clients: Vec<i64>,
    pub(crate) more: bool,
}

/// The filters of the URL, added to a query on `document` under the name `x`.
macro_rules! narrow {
    ($query:ident, $asked:ident, $state:expr, $found:ident) => {
        if let Some(state) = $state {
            $query.push(" AND x.state = ").push_bind(state.code());
        }
        if let Some(kind) = $asked.kind {
            $query.push(" AND x.kind = ").push_bind(kind.code());
        }
        if let Some(client) = $asked.client {
            $query.push(" AND x.client_id = ").push_bind(client.0);
        }
        if let Some(day) = $asked.since {
            $query.push(" AND x.day >= ").push_bind(day.to_string());
        }
        if let Some(day) = $asked.until {
            $query.push(" AND x.day <= ").push_bind(day.to_string());
        }
        if let Some(found) = &$found {
            $query.push(" AND (x.id IN (");
            push_ids(&mut $query, &found.documents);
            $query.push(") OR x.client_id IN (");
            push_ids(&mut $query, &found.clients);
            $query.push("))");
        }
    };
}

/// A page of it, the filters cumulated.
pub async fn book(tx: &mut Tx, asked: &BookAsked) -> Result<Book> {
    let found = if asked.search.trim().is_empty() { None } else { Some(find(tx, asked.search.trim()).await?) };
    let mut counts = [BookCount::default(); 3];
    for (count, state) in counts.iter_mut().zip(BookState::ALL) {
        let counted: i64 = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(COUNT);
            narrow!(query, asked, state.state(), found);
            query.push(" LIMIT ").push_bind(MOST + 1).push(") t");
            query.build_query_scalar().fetch_one(c).await
        })?;
        *count = BookCount { count: counted.min(MOST), more: counted > MOST };
    }
    let rows: Vec<LineRow> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ROWS);
        narrow!(query, asked, asked.state.state(), found);
        let keys = "(SELECT day, id FROM document WHERE id = ";
        match asked.from {
            PageFrom::Start | PageFrom::Letter(_) => {}
            PageFrom::After(id) => {
                query.push(" AND (x.day, x.id) < ").push(keys).push_bind(id).push(")");
            }
            PageFrom::Before(id) => {
                query.push(" AND (x.day, x.id) > ").push(keys).push_bind(id).push(")");
            }
        }
        query.push(match asked.from {
            PageFrom::Before(_) => " ORDER BY x.day, x.id LIMIT ",
            _ => " ORDER BY x.day DESC, x.id DESC LIMIT ",
        });
        query.push_bind(BOOK_PAGE as i64 + 1);
        query.build_query_as().fetch_all(c).await
    })?;
    let mut rows = rows.into_iter().map(BookLine::try_from).collect::<Result<Vec<_>>>()?;
    let more = rows.len() > BOOK_PAGE;
    rows.truncate(BOOK_PAGE);
    let (earlier, later) = match asked.from {
        PageFrom::Start | PageFrom::Letter(_) => (false, more),
        PageFrom::After(_) => (true, more),
        PageFrom::Before(_) => {
            rows.reverse();
            (more, true)
        }
    };
    Ok(Book { rows, earlier, later, counts, found_more: found.is_some_and(|found| found.more) })
}

impl TryFrom<LineRow> for BookLine {
    type Error = crate::StoreError;

    fn try_from(line: LineRow) -> Result<BookLine> {
        let state = coded("document.state", &line.state, DocumentState::from_code)?;
        Ok(BookLine { document: Document::try_from(line.row)?, state })
    }
}

const NUMBERED: &str = "SELECT id FROM document WHERE removed_at IS NULL AND number_key >= $1 AND number_key < $2
  ORDER BY number_key DESC LIMIT $3";
const ENDING: &str = "SELECT id FROM document WHERE removed_at IS NULL AND number_tail >= $1 AND number_tail < $2
  ORDER BY number_tail LIMIT $3";
const OF_AMOUNT: &str = "SELECT id FROM document WHERE removed_at IS NULL AND amount_cents IN ($1, $2)
  ORDER BY amount_cents DESC, id DESC LIMIT $3";

/// A number by its beginning, or by that of its last digits; an amount, of a credit note too; a client as its list finds it.
pub(crate) async fn find(tx: &mut Tx, search: &str) -> Result<Found> {
    let key = number_key(search);
    let mut documents: Vec<i64> = on!(tx, c => sqlx::query_scalar(NUMBERED)
        .bind(&key).bind(end_of(&key)).bind(FOUND).fetch_all(c).await)?;
    let mut more = documents.len() as i64 == FOUND;
    if key.bytes().all(|b| b.is_ascii_digit()) {
        let some: Vec<i64> = on!(tx, c => sqlx::query_scalar(ENDING)
            .bind(&key).bind(end_of(&key)).bind(FOUND).fetch_all(c).await)?;
        more |= some.len() as i64 == FOUND;
        documents.extend(some);
    }
    if let Ok(cents) = cents(search) {
        let some: Vec<i64> = on!(tx, c => sqlx::query_scalar(OF_AMOUNT)
            .bind(cents).bind(-cents).bind(FOUND).fetch_all(c).await)?;
        more |= some.len() as i64 == FOUND;
        documents.extend(some);
    }
    documents.sort_unstable();
    documents.dedup();
    if fold(search).is_empty() {
        // Signs alone are in no name; the list of clients would be asked for nothing.
        return Ok(Found { documents, clients: vec![], more });
    }
    let named = ClientsAsked { search: search.to_owned(), activity: Activity::All, ..ClientsAsked::default() };
    let page = clients::list(tx, &named).await?;
    let clients = page.rows.iter().map(|client| client.id.0).collect();
    Ok(Found { documents, clients, more: more || page.later })
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;
    use model::DocumentKind;

    #[tokio::test]
    async fn no_tag_or_filter_of_the_book_walks_all_documents() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        let nothing: Option<Found> = None;
        for state in BookState::ALL {
            for kind in [None, Some(DocumentKind::Other)] {
                let asked = BookAsked { kind, state, ..BookAsked::default() };
                for (begins, ends) in [(ROWS, " ORDER BY x.day DESC, x.id DESC LIMIT 101"), (COUNT, " LIMIT 101) t")] {
                    let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(begins);
                    narrow!(query, asked, asked.state.state(), nothing);
                    query.push(ends);
                    let steps = testing::plan(&mut tx, query.sql().as_str()).await;
                    assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE")), "{state:?} {kind:?}: {steps:?}");
                    let walks = steps.iter().any(|step| step == "SCAN x");
                    assert!(!walks, "{state:?} {kind:?}: {steps:?}");
                }
            }
        }
        for text in [NUMBERED, ENDING, OF_AMOUNT] {
            let steps = testing::plan(&mut tx, text).await;
            assert!(steps.iter().all(|step| step.starts_with("SEARCH document USING")), "{steps:?}");
        }
    }
}
