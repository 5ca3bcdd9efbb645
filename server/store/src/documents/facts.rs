//! What the resolver is told of clients (P31), in a fixed number of queries however many documents, clients and people there are.

use super::people::{self, PersonRow};
use crate::{Result, StoreError, Tx, clients, coded::coded, on};
use model::{
    Client, ClientId, ContactId, DocumentId, EmailAddress, Lang, SiteId,
    resolver::{ClientSide, Person, SiteSlot},
};
use std::{collections::HashMap, sync::Arc};

pub(super) use crate::ids::{listed, push_ids};

/// The client with its slots and people. `contact` is the document's own one, whoever it is.
///
/// # Errors
/// `NotFound` without such a client, or contact.
pub async fn client_side(tx: &mut Tx, id: ClientId, contact: Option<ContactId>) -> Result<(Client, ClientSide)> {
    let client = clients::get(tx, id).await?;
    let sides = client_sides(tx, &[(DocumentId(0), id, contact)]).await?;
    let (_, side) = sides.into_iter().next().ok_or(StoreError::NotFound)?;
    Ok((client, Arc::unwrap_or_clone(side)))
}

/// For each of these documents, with its client and its own contact, the side that [`client_side`] would say, in the order given. In six
/// queries, for up to 500 documents at once. Documents of one client share a side, unless their own contacts are of no use to the others.
///
/// # Errors
/// `NotFound` without one of the clients, or contacts.
pub async fn client_sides(
    tx: &mut Tx,
    documents: &[(DocumentId, ClientId, Option<ContactId>)],
) -> Result<Vec<(DocumentId, Arc<ClientSide>)>> {
    if documents.is_empty() {
        return Ok(vec![]);
    }
    let known = Known::read(tx, documents).await?;
    let mut made: HashMap<(ClientId, Option<ContactId>), Arc<ClientSide>> = HashMap::new();
    let sides = documents.iter().map(|(document, client, contact)| {
        // Who is among its people anyway makes no other side.
        let own = contact.filter(|who| !known.lives_at(*client, *who));
        let side = match made.get(&(*client, own)) {
            Some(side) => side.clone(),
            None => {
                let side = Arc::new(known.side(*client, own)?);
                made.insert((*client, own), side.clone());
                side
            }
        };
        Ok((*document, side))
    });
    sides.collect()
}

/// All that the queries brought, by client.
struct Known {
    slots: HashMap<i64, Slots>,
    sites: HashMap<i64, Vec<SiteSlot>>,
    people: HashMap<i64, Vec<PersonRow>>,
    /// The last link of a client and a contact who is not among its people.
    left: HashMap<(i64, i64), PersonRow>,
    strangers: HashMap<i64, Person>,
    side: ClientSide,
}

#[derive(sqlx::FromRow)]
struct Slots {
    id: i64,
    inactive: bool,
    language: String,
    email: Option<String>,
    billing_email: Option<String>,
}

#[derive(sqlx::FromRow)]
struct SiteRow {
    id: i64,
    client_id: i64,
    label: String,
    email: Option<String>,
    inactive: bool,
}

const SLOTS: &str =
    "SELECT id, inactive_at IS NOT NULL AS inactive, language, email, billing_email FROM client WHERE id IN (";
const SITES: &str =
    "SELECT id, client_id, label, email, inactive_at IS NOT NULL AS inactive FROM site WHERE client_id IN (";
const SITES_ORDER: &str = ") ORDER BY CASE WHEN inactive_at IS NULL THEN 0 ELSE 1 END, sort_key, id";

impl Known {
    async fn read(tx: &mut Tx, documents: &[(DocumentId, ClientId, Option<ContactId>)]) -> Result<Known> {
        let site_receives = crate::settings(tx).await?.site_receives;
        let clients = different(documents.iter().map(|(_, client, _)| client.0));
        let contacts = different(documents.iter().filter_map(|(.., contact)| Some((*contact)?.0)));
        let slots: Vec<Slots> = on!(tx, c, Db => {
            listed::<Db>(SLOTS, &clients, ")").build_query_as().fetch_all(c).await
        })?;
        let sites: Vec<SiteRow> = on!(tx, c, Db => {
            listed::<Db>(SITES, &clients, SITES_ORDER).build_query_as().fetch_all(c).await
        })?;
        let people = people::live(tx, &clients).await?;
        let left = people::last(tx, &clients, &contacts).await?;
        let strangers = people::strangers(tx, &contacts).await?;
        Ok(Known {
            slots: slots.into_iter().map(|row| (row.id, row)).collect(),
            sites: by_client(sites.into_iter().map(|row| (row.client_id, SiteSlot::from(row)))),
            people: by_client(people.into_iter().map(|row| (row.client_id, row))),
            left: left.into_iter().map(|row| ((row.client_id, row.id), row)).collect(),
            strangers: strangers.into_iter().map(|who| (who.contact.0, who)).collect(),
            side: ClientSide { site_receives, ..ClientSide::default() },
        })
    }

    fn lives_at(&self, client: ClientId, contact: ContactId) -> bool {
        self.people.get(&client.0).is_some_and(|rows| rows.iter().any(|row| row.id == contact.0))
    }

    fn side(&self, client: ClientId, own: Option<ContactId>) -> Result<ClientSide> {
        let slots = self.slots.get(&client.0).ok_or(StoreError::NotFound)?;
        let mut rows: Vec<&PersonRow> = self.people.get(&client.0).into_iter().flatten().collect();
        let left = own.and_then(|who| self.left.get(&(client.0, who.0)));
        if let Some(left) = left {
            let at = rows.partition_point(|row| row.place() < left.place());
            rows.insert(at, left);
        }
        let mut people = rows.into_iter().map(PersonRow::person).collect::<Result<Vec<_>>>()?;
        if let (Some(who), None) = (own, left) {
            people.push(self.strangers.get(&who.0).ok_or(StoreError::NotFound)?.clone());
        }
        Ok(ClientSide {
            inactive: slots.inactive,
            language: coded("client.language", &slots.language, Lang::from_code)?,
            main: address(slots.email.as_deref()),
            billing: address(slots.billing_email.as_deref()),
            sites: self.sites.get(&client.0).cloned().unwrap_or_default(),
            people,
            ..self.side.clone()
        })
    }
}

impl From<SiteRow> for SiteSlot {
    fn from(row: SiteRow) -> SiteSlot {
        let email = address(row.email.as_deref());
        SiteSlot { id: SiteId(row.id), label: row.label, email, inactive: row.inactive }
    }
}

/// What was stored before the policy of today may not parse: nothing is sent there.
pub(super) fn address(text: Option<&str>) -> Option<EmailAddress> {
    EmailAddress::parse(text?).ok()
}

fn different(ids: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut ids: Vec<i64> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn by_client<T>(rows: impl Iterator<Item = (i64, T)>) -> HashMap<i64, Vec<T>> {
    let mut found: HashMap<i64, Vec<T>> = HashMap::new();
    for (client, row) in rows {
        found.entry(client).or_default().push(row);
    }
    found
}
