//! The directory under the recipient field (D61, D66, D69): everybody who may be written to, seen from one client.

use super::{lookup::lookup, texts::CONTACTS, words::UNREACHABLE};
use crate::{Result, Tx, moment, on};
use chrono::{DateTime, Utc};
use model::{ClientId, ContactId, EmailAddress, Moment, full_name, recipients::Candidate};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    first_name: String,
    last_name: String,
    email: String,
    client_id: Option<i64>,
    label: Option<String>,
    function: Option<String>,
    site: Option<String>,
    starred: bool,
    uses: Option<i64>,
    last_used_at: Option<DateTime<Utc>>,
}

const PEOPLE: &str = "SELECT ct.id, ct.first_name, ct.last_name, ct.email, cl.id AS client_id, cl.label, a.function,
    s.label AS site, a.starred_at IS NOT NULL AS starred, u.uses, u.last_used_at
  FROM contact ct
    LEFT JOIN affiliation a ON a.contact_id = ct.id AND a.ended_at IS NULL
    LEFT JOIN client cl ON cl.id = a.client_id AND cl.inactive_at IS NULL
    LEFT JOIN site s ON s.id = a.site_id
    LEFT JOIN address_use u ON u.address_key = ct.email_key AND u.client_id = ";
const WITH_IDS: &str = " WHERE ct.email IS NOT NULL AND ct.inactive_at IS NULL AND ct.erased_at IS NULL AND ct.id IN (";
const BY_CLIENT: &str = ") ORDER BY ct.id, cl.sort_key, cl.id";

/// Contacts whose words begin with all words of `text`, from two letters on: by name before by another word, then in the
/// order of names; at most `limit`. Those of `client` itself come as its own (`elsewhere` none), the others with the labels
/// of their clients.
pub async fn suggest(
    tx: &mut Tx,
    client: Option<ClientId>,
    text: &str,
    limit: i64,
    now: Moment,
) -> Result<Vec<Candidate>> {
    let ids = lookup(tx, &CONTACTS, text, UNREACHABLE, limit).await?;
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(PEOPLE);
        query.push_bind(client.map(|client| client.0)).push(WITH_IDS);
        let mut list = query.separated(", ");
        for id in &ids {
            list.push_bind(id);
        }
        query.push(BY_CLIENT);
        query.build_query_as().fetch_all(c).await
    })?;
    let mut people: Vec<(usize, Candidate)> = rows
        .chunk_by(|a, b| a.id == b.id)
        .filter_map(|links| Some((ids.iter().position(|id| *id == links[0].id)?, candidate(links, client, now)?)))
        .collect();
    people.sort_by_key(|(place, _)| *place);
    Ok(people.into_iter().map(|(_, person)| person).collect())
}

/// One person with its live affiliations; none when its address is no address any more.
fn candidate(links: &[Row], client: Option<ClientId>, now: Moment) -> Option<Candidate> {
    let person = &links[0];
    let here = client.and_then(|client| links.iter().find(|link| link.client_id == Some(client.0)));
    let labels: Vec<&str> = links.iter().filter_map(|link| link.label.as_deref()).collect();
    let link = here.unwrap_or(person);
    Some(Candidate {
        address: EmailAddress::parse(&person.email).ok()?,
        contact: Some(ContactId(person.id)),
        slots: vec![],
        elsewhere: here.is_none().then(|| labels.join(", ")),
        name: full_name(&person.first_name, &person.last_name).unwrap_or_default(),
        function: link.function.clone().unwrap_or_default(),
        site: link.site.clone().filter(|_| here.is_some()).unwrap_or_default(),
        starred: here.is_some_and(|link| link.starred),
        active: true,
        uses: person.uses.and_then(|uses| u32::try_from(uses).ok()).unwrap_or(0),
        last_used: person.last_used_at.map(|at| days(moment(at), now)),
    })
}

fn days(since: Moment, now: Moment) -> u32 {
    u32::try_from((now.0 - since.0) / 86_400_000).unwrap_or(0)
}
