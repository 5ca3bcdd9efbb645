//! Whose an address is, seen from one client: for chips and for the panel of unknown addresses (P23, P24b, D89).

use crate::{
    Result, Tx,
    contacts::{Row, columns},
    email_key, on,
};
use model::{
    ClientId, Contact, ContactId, EmailAddress,
    recipients::{Candidate, Found, Slot},
};
use std::collections::HashMap;

const SLOTS: &str = "SELECT email_key AS k, 'main' AS slot, '' AS label FROM client
    WHERE id = $1 AND email_key IS NOT NULL
  UNION ALL SELECT billing_email_key, 'billing', '' FROM client WHERE id = $1 AND billing_email_key IS NOT NULL
  UNION ALL SELECT email_key, 'site', label FROM site
    WHERE client_id = $1 AND email_key IS NOT NULL AND inactive_at IS NULL";

/// Whose these texts are, in their order, in a fixed number of queries; at most 500 of them (D46). A slot of the client stays
/// within reach whoever else has its address (P05).
pub async fn look_up(tx: &mut Tx, client: Option<ClientId>, texts: &[String]) -> Result<Vec<(String, Found)>> {
    let addresses: Vec<Option<EmailAddress>> = texts.iter().map(|text| EmailAddress::parse(text).ok()).collect();
    let keys: Vec<String> = addresses.iter().flatten().map(email_key).collect();
    let contacts = contacts_with(tx, &keys).await?;
    let ids: Vec<ContactId> = contacts.values().map(|contact| contact.id).collect();
    let links = links_of(tx, &ids).await?;
    let slots: Vec<(String, String, String)> = match client {
        Some(client) => on!(tx, c => sqlx::query_as(SLOTS).bind(client.0).fetch_all(c).await)?,
        None => vec![],
    };
    let found = |address: &Option<EmailAddress>| {
        let Some(address) = address else { return Found::Refused };
        let key = email_key(address);
        let slots: Vec<Slot> =
            slots.iter().filter(|(k, ..)| *k == key).map(|(_, slot, label)| named(slot, label)).collect();
        let contact = contacts.get(&key).map(|contact| {
            let links = links.get(&contact.id).map_or(&[][..], Vec::as_slice);
            of_contact(address, contact, client, links)
        });
        match contact {
            Some(mut contact) if slots.is_empty() || (contact.active && contact.elsewhere.is_none()) => {
                contact.slots = slots;
                Found::Candidate(contact)
            }
            _ if !slots.is_empty() => Found::Candidate(slot(address, slots)),
            _ => Found::Nobody,
        }
    };
    Ok(texts.iter().cloned().zip(addresses.iter().map(found)).collect())
}

pub(super) fn named(slot: &str, label: &str) -> Slot {
    match slot {
        "main" => Slot::Main,
        "billing" => Slot::Billing,
        _ => Slot::Site(label.to_owned()),
    }
}

pub(super) fn slot(address: &EmailAddress, slots: Vec<Slot>) -> Candidate {
    Candidate {
        address: address.clone(),
        contact: None,
        slots,
        elsewhere: None,
        name: String::new(),
        function: String::new(),
        site: String::new(),
        starred: false,
        active: true,
        uses: 0,
        last_used: None,
    }
}

fn of_contact(address: &EmailAddress, contact: &Contact, client: Option<ClientId>, links: &[Link]) -> Candidate {
    let here = links.iter().find(|link| Some(ClientId(link.client_id)) == client);
    let live: Vec<&str> = links.iter().filter(|link| !link.ended).map(|link| link.label.as_str()).collect();
    let here_live = here.filter(|link| !link.ended && !link.client_inactive);
    let only_ended_here = here.is_some() && here_live.is_none() && live.is_empty();
    Candidate {
        contact: Some(contact.id),
        elsewhere: (here_live.is_none() && !only_ended_here).then(|| live.join(", ")),
        name: model::full_name(&contact.first_name, &contact.last_name).unwrap_or_default(),
        function: here_live.map(|link| link.function.clone()).unwrap_or_default(),
        site: here_live.map(|link| link.site.clone()).unwrap_or_default(),
        starred: here_live.is_some_and(|link| link.starred),
        active: contact.active() && !only_ended_here,
        ..slot(address, vec![])
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

// Live ones first, so that the first of a client is the one that counts.
const LINKS: &str = "SELECT a.contact_id, a.client_id, cl.label, a.function, COALESCE(s.label, '') AS site,
    a.starred_at IS NOT NULL AS starred, a.ended_at IS NOT NULL AS ended, cl.inactive_at IS NOT NULL AS client_inactive
  FROM affiliation a JOIN client cl ON cl.id = a.client_id LEFT JOIN site s ON s.id = a.site_id WHERE a.contact_id IN (";

#[derive(sqlx::FromRow)]
struct Link {
    contact_id: i64,
    client_id: i64,
    label: String,
    function: String,
    site: String,
    starred: bool,
    ended: bool,
    client_inactive: bool,
}

async fn links_of(tx: &mut Tx, contacts: &[ContactId]) -> Result<HashMap<ContactId, Vec<Link>>> {
    let mut links: HashMap<ContactId, Vec<Link>> = HashMap::new();
    if contacts.is_empty() {
        return Ok(links);
    }
    let rows: Vec<Link> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(LINKS);
        let mut ids = query.separated(", ");
        for id in contacts {
            ids.push_bind(id.0);
        }
        query.push(") ORDER BY CASE WHEN a.ended_at IS NULL THEN 0 ELSE 1 END, cl.sort_key, cl.id");
        query.build_query_as().fetch_all(c).await
    })?;
    for link in rows {
        links.entry(ContactId(link.contact_id)).or_default().push(link);
    }
    Ok(links)
}
