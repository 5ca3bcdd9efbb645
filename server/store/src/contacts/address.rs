//! Whose an address is, seen from one client: for the panel of unknown addresses and for chips (P23, P24b, D89).

use super::{Row, columns};
use crate::{Result, Tx, email_key, on};
use model::{ClientId, Contact, ContactId, EmailAddress, EmailHolder};
use std::collections::HashMap;

/// What is known of an address. All empty: nobody's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressOwner {
    /// The client's main address.
    pub main: bool,
    /// The client's billing address.
    pub billing: bool,
    /// Labels of the client's active sites with this address.
    pub sites: Vec<String>,
    /// The contact that holds it, inactive ones too.
    pub contact: Option<(Contact, EmailHolder)>,
    /// Favourite at this client.
    pub starred: bool,
    /// What the contact does at this client.
    pub function: String,
    /// The contact was affiliated here and no longer is.
    pub ended_here: bool,
}

const SLOTS: &str =
    "SELECT email_key AS k, 'main' AS slot, '' AS label FROM client WHERE id = $1 AND email_key IS NOT NULL
  UNION ALL SELECT billing_email_key, 'billing', '' FROM client WHERE id = $1 AND billing_email_key IS NOT NULL
  UNION ALL SELECT email_key, 'site', label FROM site
    WHERE client_id = $1 AND email_key IS NOT NULL AND inactive_at IS NULL";

/// Whose these are, in their order; at most 500 (D46), in a fixed number of queries.
pub async fn find_by_address(
    tx: &mut Tx,
    client: Option<ClientId>,
    addresses: &[EmailAddress],
) -> Result<Vec<AddressOwner>> {
    let keys: Vec<String> = addresses.iter().map(email_key).collect();
    let contacts = contacts_with(tx, &keys).await?;
    let ids: Vec<ContactId> = contacts.values().map(|contact| contact.id).collect();
    let links = links_of(tx, &ids).await?;
    let slots: Vec<(String, String, String)> = match client {
        Some(client) => on!(tx, c => sqlx::query_as(SLOTS).bind(client.0).fetch_all(c).await)?,
        None => vec![],
    };
    Ok(keys
        .iter()
        .map(|key| {
            let mut owner = AddressOwner::default();
            for (_, slot, label) in slots.iter().filter(|(k, ..)| k == key) {
                match slot.as_str() {
                    "main" => owner.main = true,
                    "billing" => owner.billing = true,
                    _ => owner.sites.push(label.clone()),
                }
            }
            if let Some(contact) = contacts.get(key) {
                owner.belongs_to(contact, client, links.get(&contact.id).map_or(&[], Vec::as_slice));
            }
            owner
        })
        .collect())
}

impl AddressOwner {
    fn belongs_to(&mut self, contact: &Contact, client: Option<ClientId>, links: &[Link]) {
        let live = || links.iter().filter(|link| !link.ended);
        let here = live().find(|link| Some(link.client) == client);
        if let Some(here) = here {
            self.starred = here.starred;
            self.function.clone_from(&here.function);
        }
        self.ended_here = here.is_none() && links.iter().any(|link| Some(link.client) == client);
        let holder = EmailHolder {
            contact_id: contact.id,
            name: contact.name(),
            clients: live().map(|link| link.label.clone()).collect(),
            here: here.is_some(),
            inactive: contact.inactive_at.is_some(),
        };
        self.contact = Some((contact.clone(), holder));
    }
}

const CONTACTS: &str =
    concat!("SELECT ", columns!(), ", ct.email_key FROM contact ct WHERE ct.erased_at IS NULL AND ct.email_key IN (");

#[derive(sqlx::FromRow)]
struct Keyed {
    email_key: String,
    #[sqlx(flatten)]
    row: Row,
}

async fn contacts_with(tx: &mut Tx, keys: &[String]) -> Result<HashMap<String, Contact>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Keyed> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(CONTACTS);
        let mut list = query.separated(", ");
        for key in keys {
            list.push_bind(key);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?;
    rows.into_iter().map(|keyed| Ok((keyed.email_key, keyed.row.contact(vec![])?))).collect()
}

const LINKS: &str = "SELECT a.contact_id, a.client_id, cl.label, a.function, a.starred_at IS NOT NULL AS starred,
    a.ended_at IS NOT NULL AS ended
  FROM affiliation a JOIN client cl ON cl.id = a.client_id WHERE a.contact_id IN (";

#[derive(sqlx::FromRow)]
struct LinkRow {
    contact_id: i64,
    client_id: i64,
    label: String,
    function: String,
    starred: bool,
    ended: bool,
}

struct Link {
    client: ClientId,
    label: String,
    function: String,
    starred: bool,
    ended: bool,
}

async fn links_of(tx: &mut Tx, contacts: &[ContactId]) -> Result<HashMap<ContactId, Vec<Link>>> {
    let mut links: HashMap<ContactId, Vec<Link>> = HashMap::new();
    if contacts.is_empty() {
        return Ok(links);
    }
    let rows: Vec<LinkRow> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(LINKS);
        let mut ids = query.separated(", ");
        for id in contacts {
            ids.push_bind(id.0);
        }
        query.push(") ORDER BY cl.sort_key, cl.id");
        query.build_query_as().fetch_all(c).await
    })?;
    for row in rows {
        links.entry(ContactId(row.contact_id)).or_default().push(Link {
            client: ClientId(row.client_id),
            label: row.label,
            function: row.function,
            starred: row.starred,
            ended: row.ended,
        });
    }
    Ok(links)
}
