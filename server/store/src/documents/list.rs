//! Documents, the newest first, one page by keys.

use super::{Row, select};
use crate::{Result, Tx, on, paging};
use model::{
    ClientId, Document, DocumentKind,
    listing::{Page, PageFrom},
};

const ROWS: &str = select!("x.removed_at IS NULL");
const COUNT: &str = "SELECT COUNT(*) FROM document WHERE removed_at IS NULL";
const COUNT_OF: &str = "SELECT COUNT(*) FROM document WHERE client_id = $1 AND removed_at IS NULL";

/// How many documents a client has.
pub async fn count(tx: &mut Tx, client: ClientId) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(COUNT_OF).bind(client.0).fetch_one(c).await)?)
}

// By the index of numbers: the greatest of them is as good as the latest, and found at once.
const ANY: &str = select!("x.kind = $1 AND x.removed_at IS NULL ORDER BY x.number_key DESC LIMIT 1");

/// One of this kind, to try a phrase with.
pub async fn any(tx: &mut Tx, kind: DocumentKind) -> Result<Option<Document>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(ANY).bind(kind.code()).fetch_optional(c).await)?;
    row.map(Document::try_from).transpose()
}

/// A page of those of a client, or of all.
pub async fn list(tx: &mut Tx, client: Option<ClientId>, from: PageFrom) -> Result<Page<Document>> {
    let total = match client {
        Some(client) => count(tx, client).await?,
        None => on!(tx, c => sqlx::query_scalar(COUNT).fetch_one(c).await)?,
    };
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ROWS);
        if let Some(client) = client {
            query.push(" AND x.client_id = ").push_bind(client.0);
        }
        let keys = "(SELECT day, id FROM document WHERE id = ";
        match from {
            PageFrom::Start | PageFrom::Letter(_) => {}
            PageFrom::After(id) => {
                query.push(" AND (x.day, x.id) < ").push(keys).push_bind(id).push(")");
            }
            PageFrom::Before(id) => {
                query.push(" AND (x.day, x.id) > ").push(keys).push_bind(id).push(")");
            }
        }
        query.push(match from {
            PageFrom::Before(_) => " ORDER BY x.day, x.id LIMIT ",
            _ => " ORDER BY x.day DESC, x.id DESC LIMIT ",
        });
        query.push_bind(paging::LIMIT);
        query.build_query_as().fetch_all(c).await
    })?;
    let documents = rows.into_iter().map(Document::try_from).collect::<Result<Vec<_>>>()?;
    Ok(paging::page(documents, from, total))
}
