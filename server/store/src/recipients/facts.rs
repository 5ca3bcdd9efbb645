//! Everything the recipient field knows of a client when the page opens (P20, P21, D60).

use super::look_up::{named, slot};
use crate::{Result, Tx, clients, email_key, moment, on};
use chrono::{DateTime, Utc};
use model::{
    ClientId, ContactId, EmailAddress, Moment, full_name,
    recipients::{Candidate, ClientFacts},
};
use std::collections::BTreeSet;

/// More contacts than that are found by searching.
const MOST: i64 = 200;
const DAY_MS: i64 = 86_400_000;

const SLOTS: &str = "SELECT x.slot, x.label, x.email, u.uses, u.last_used_at FROM (
    SELECT 'main' AS slot, '' AS label, email, email_key AS k FROM client WHERE id = $1 AND email_key IS NOT NULL
    UNION ALL SELECT 'billing', '', billing_email, billing_email_key FROM client
      WHERE id = $1 AND billing_email_key IS NOT NULL
    UNION ALL SELECT 'site', label, email, email_key FROM site
      WHERE client_id = $1 AND email_key IS NOT NULL AND inactive_at IS NULL
  ) x LEFT JOIN address_use u ON u.client_id = $1 AND u.address_key = x.k";

#[derive(sqlx::FromRow)]
struct SlotRow {
    slot: String,
    label: String,
    email: String,
    uses: Option<i64>,
    last_used_at: Option<DateTime<Utc>>,
}

// Of a pair that was affiliated several times only the last counts. Ended and inactive ones are known, never offered (P05).
const CONTACTS: &str = "SELECT ct.id, ct.first_name, ct.last_name, ct.email, a.function, COALESCE(s.label, '') AS site,
    a.starred_at IS NOT NULL AS starred, a.ended_at IS NULL AND ct.inactive_at IS NULL AND cl.inactive_at IS NULL AS active,
    u.uses, u.last_used_at
  FROM affiliation a
    JOIN contact ct ON ct.id = a.contact_id
    JOIN client cl ON cl.id = a.client_id
    LEFT JOIN site s ON s.id = a.site_id
    LEFT JOIN address_use u ON u.client_id = a.client_id AND u.address_key = ct.email_key
  WHERE a.client_id = $1 AND ct.email_key IS NOT NULL AND ct.erased_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM affiliation l
      WHERE l.client_id = a.client_id AND l.contact_id = a.contact_id AND l.id > a.id)
  ORDER BY CASE WHEN a.ended_at IS NULL AND ct.inactive_at IS NULL THEN 0 ELSE 1 END,
    CASE WHEN a.starred_at IS NULL THEN 1 ELSE 0 END, COALESCE(u.uses, 0) DESC, ct.sort_key, ct.id
  LIMIT $2";

#[derive(sqlx::FromRow)]
struct ContactRow {
    id: i64,
    first_name: String,
    last_name: String,
    email: String,
    function: String,
    site: String,
    starred: bool,
    active: bool,
    uses: Option<i64>,
    last_used_at: Option<DateTime<Utc>>,
}

const TOTAL: &str = "SELECT COUNT(*) FROM affiliation a JOIN contact ct ON ct.id = a.contact_id
  WHERE a.client_id = $1 AND a.ended_at IS NULL AND ct.email_key IS NOT NULL AND ct.erased_at IS NULL
    AND ct.inactive_at IS NULL";

/// The client with everybody who can be offered at once.
///
/// # Errors
/// `NotFound`.
pub async fn client_facts(tx: &mut Tx, id: ClientId, now: Moment) -> Result<ClientFacts> {
    let client = clients::get(tx, id).await?;
    let may_have_contacts = crate::settings(tx).await?.may_get_contacts(&client).is_ok();
    let slots: Vec<SlotRow> = on!(tx, c => sqlx::query_as(SLOTS).bind(id.0).fetch_all(c).await)?;
    let contacts: Vec<ContactRow> = on!(tx, c => sqlx::query_as(CONTACTS).bind(id.0).bind(MOST).fetch_all(c).await)?;
    let total: i64 = on!(tx, c => sqlx::query_scalar(TOTAL).bind(id.0).fetch_one(c).await)?;
    // What was stored before the policy of today may not parse: it is not offered.
    let slots = slots.into_iter().filter_map(|row| {
        let address = EmailAddress::parse(&row.email).ok()?;
        let main = client.main.email.as_ref().filter(|_| row.slot == "main");
        let name = main.and_then(|_| full_name(&client.main.first_name, &client.main.last_name));
        let (uses, last_used) = habit(row.uses, row.last_used_at, now);
        let slots = vec![named(&row.slot, &row.label)];
        Some(Candidate { name: name.unwrap_or_default(), uses, last_used, ..slot(&address, slots) })
    });
    let contacts = contacts.into_iter().filter_map(|row| candidate(row, now));
    let candidates: Vec<Candidate> = slots.chain(contacts).collect();
    let domains = domains(tx, id, &candidates).await?;
    let facts = ClientFacts {
        client: id,
        label: client.label,
        may_have_contacts,
        candidates,
        domains,
        total: u32::try_from(total).unwrap_or(u32::MAX),
    };
    Ok(facts.merged())
}

fn candidate(row: ContactRow, now: Moment) -> Option<Candidate> {
    let address = EmailAddress::parse(&row.email).ok()?;
    let (uses, last_used) = habit(row.uses, row.last_used_at, now);
    Some(Candidate {
        contact: Some(ContactId(row.id)),
        name: full_name(&row.first_name, &row.last_name).unwrap_or_default(),
        function: row.function,
        site: row.site,
        starred: row.starred,
        active: row.active,
        uses,
        last_used,
        ..slot(&address, vec![])
    })
}

fn habit(uses: Option<i64>, last: Option<DateTime<Utc>>, now: Moment) -> (u32, Option<u32>) {
    let days = last.map(|at| u32::try_from(now.since(moment(at)) / DAY_MS).unwrap_or(0));
    (u32::try_from(uses.unwrap_or(0)).unwrap_or(u32::MAX), days)
}

const USED: &str = "SELECT address_key FROM address_use WHERE client_id = $1 ORDER BY last_used_at DESC LIMIT 2000";

/// Domains written to before, beyond those of the candidates (P29).
async fn domains(tx: &mut Tx, id: ClientId, candidates: &[Candidate]) -> Result<Vec<String>> {
    let used: Vec<String> = on!(tx, c => sqlx::query_scalar(USED).bind(id.0).fetch_all(c).await)?;
    let mut domains: BTreeSet<String> =
        used.iter().filter_map(|key| key.rsplit_once('@').map(|(_, domain)| domain.to_owned())).collect();
    for candidate in candidates {
        if let Some((_, domain)) = email_key(&candidate.address).rsplit_once('@') {
            domains.remove(domain);
        }
    }
    Ok(domains.into_iter().collect())
}
