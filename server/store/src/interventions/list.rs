//! Interventions as they are read: one, and a page of them by date.

use crate::{Result, Tx, coded::coded, moment, on, paging, stamp};
use chrono::{DateTime, Utc};
use model::{
    ClientId, ContactId, Intervention, InterventionId, InterventionState, Moment, SiteId, full_name,
    intervention::{InterventionsAsked, InterventionsWhen},
    listing::{Page, PageFrom},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    client_id: i64,
    client_label: String,
    site_id: Option<i64>,
    site_label: Option<String>,
    contact_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    contact_gone: bool,
    at: DateTime<Utc>,
    subject: String,
    notes: String,
    state: String,
    created_by: Option<String>,
    created_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    version: i64,
}

impl TryFrom<Row> for Intervention {
    type Error = crate::StoreError;

    fn try_from(row: Row) -> Result<Intervention> {
        let (first, last) = (row.first_name.unwrap_or_default(), row.last_name.unwrap_or_default());
        // Nothing of who was deleted, though it can be undone for a while (P06).
        let name = full_name(&first, &last).or(row.email).filter(|_| !row.contact_gone);
        Ok(Intervention {
            id: InterventionId(row.id),
            client: (ClientId(row.client_id), row.client_label),
            site: row.site_id.map(SiteId).zip(row.site_label),
            contact: row.contact_id.map(|id| (ContactId(id), name.unwrap_or_default())),
            at: moment(row.at),
            subject: row.subject,
            notes: row.notes,
            state: coded("intervention.state", &row.state, InterventionState::from_code)?,
            version: row.version,
            created: (moment(row.created_at), row.created_by),
            changed_at: moment(row.changed_at),
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT i.id, i.client_id, cl.label AS client_label, i.site_id, s.label AS site_label, i.contact_id,
               ct.first_name, ct.last_name, ct.email, ct.erased_at IS NOT NULL AS contact_gone, i.at, i.subject,
               i.notes, i.state, u.name AS created_by, i.created_at, i.changed_at, i.version
             FROM intervention i JOIN client cl ON cl.id = i.client_id LEFT JOIN site s ON s.id = i.site_id
               LEFT JOIN contact ct ON ct.id = i.contact_id LEFT JOIN app_user u ON u.id = i.created_by
             WHERE i.removed_at IS NULL",
            $rest
        )
    };
}

const GET: &str = select!(" AND i.id = $1");

/// One that is in the lists.
///
/// # Errors
/// `NotFound`
pub async fn get(tx: &mut Tx, id: InterventionId) -> Result<Intervention> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    row.try_into()
}

const ROWS: &str = select!("");

/// The filters and the page of the URL, added to [`ROWS`].
macro_rules! narrow {
    ($query:ident, $asked:ident, $now:expr) => {
        if let Some(client) = $asked.client {
            $query.push(" AND i.client_id = ").push_bind(client.0);
        }
        if let Some(state) = $asked.state {
            $query.push(" AND i.state = ").push_bind(state.code());
        }
        match $asked.when {
            InterventionsWhen::Upcoming => $query.push(" AND i.at >= ").push_bind(stamp($now)),
            InterventionsWhen::Past => $query.push(" AND i.at < ").push_bind(stamp($now)),
            InterventionsWhen::All => &mut $query,
        };
        let upcoming = $asked.when == InterventionsWhen::Upcoming;
        let (forwards, at) = match $asked.from {
            // Only the directory of contacts has a thumb index.
            PageFrom::Start | PageFrom::Letter(_) => (upcoming, None),
            PageFrom::After(id) => (upcoming, Some(id)),
            PageFrom::Before(id) => (!upcoming, Some(id)),
        };
        if let Some(id) = at {
            $query.push(if forwards { AFTER } else { BEFORE });
            $query.push_bind(id).push(")");
        }
        $query.push(if forwards { FORWARDS } else { BACKWARDS });
        $query.push_bind(paging::LIMIT);
    };
}

const AFTER: &str = " AND (i.at, i.id) > (SELECT at, id FROM intervention WHERE id = ";
const BEFORE: &str = " AND (i.at, i.id) < (SELECT at, id FROM intervention WHERE id = ";
const FORWARDS: &str = " ORDER BY i.at, i.id LIMIT ";
const BACKWARDS: &str = " ORDER BY i.at DESC, i.id DESC LIMIT ";

/// One page, the filters cumulated. How many there are in all is not counted: that would grow with the table.
pub async fn list(tx: &mut Tx, asked: &InterventionsAsked, now: Moment) -> Result<Page<Intervention>> {
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ROWS);
        narrow!(query, asked, now);
        query.build_query_as().fetch_all(c).await
    })?;
    let rows = rows.into_iter().map(Intervention::try_from).collect::<Result<Vec<_>>>()?;
    let shown = rows.len() as i64;
    Ok(paging::page(rows, asked.from, shown))
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    /// E17: each page is found by an index, in its order.
    #[tokio::test]
    async fn e17_pages_of_interventions_are_walked_in_their_order() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        for (client, state, index) in [
            (None, None, "intervention_by_date"),
            (None, Some(InterventionState::Planned), "intervention_by_state (state=?"),
            (Some(ClientId(1)), None, "intervention_by_client (client_id=?"),
        ] {
            for when in InterventionsWhen::ALL {
                for from in [PageFrom::Start, PageFrom::After(1), PageFrom::Before(1)] {
                    let asked = &InterventionsAsked { client, when: *when, state, from };
                    let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(ROWS);
                    narrow!(query, asked, Moment(0));
                    let steps = testing::plan(&mut tx, query.sql().as_str()).await;
                    assert!(steps.iter().any(|step| step.contains(index)), "{asked:?}: {steps:?}");
                    assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{asked:?}: {steps:?}");
                }
            }
        }
    }
}
