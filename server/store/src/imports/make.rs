//! Clients, their phones, sites and words, some hundreds with each statement.

use super::AT_ONCE;
use crate::{Result, StoreError, Tx, clients::Keys, email_key, families, on, phones::number_key, search, stamp};
use model::{
    EmailAddress, ImportId, Moment, fold,
    import::{NewClient, Plan},
    reference_key,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What an import made. Every version was 1 then.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Made {
    /// Each client with its sites.
    pub(super) clients: Vec<(i64, Vec<i64>)>,
    pub(super) families: Vec<i64>,
}

/// Why nothing is imported; the word of [`StoreError::Refused`].
pub const LINE_REFUSED: &str = "a line of the file is refused";
/// Why an import came to nothing: who heard how far it was did not want it any more.
const STOPPED: &str = "the import was stopped";

// Held until the commit by whoever comes first: pressed twice, the second finds it done.
const CLAIM: &str = "UPDATE import SET imported_at = $2, file_name = '' WHERE id = $1 AND imported_at IS NULL";
const LET_GO: &str = "DELETE FROM import_chunk WHERE import_id = $1";
const DONE: &str = "UPDATE import SET clients = $2, sites = $3, families = $4, content = $5 WHERE id = $1";

/// Makes the clients of a plan that was made in this transaction, and lets go of the file. `told` hears how many are made, now
/// and then, and answers whether to go on: the transaction is given up where it does not. Doing it twice changes nothing.
///
/// # Errors
/// `Refused` while a line is, or when it is stopped; `Conflict` when somebody took one of the references at this instant.
pub async fn run(
    tx: &mut Tx,
    id: ImportId,
    plan: &Plan,
    now: Moment,
    mut told: impl FnMut(usize) -> bool,
) -> Result<()> {
    if plan.is_refused() {
        return Err(StoreError::Refused(LINE_REFUSED));
    }
    let claimed = on!(tx, c => sqlx::query(CLAIM).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if claimed == 0 {
        return super::get(tx, id).await.map(drop);
    }
    on!(tx, c => sqlx::query(LET_GO).bind(id.0).execute(c).await.map(drop))?;
    let (families, mut made) = families_of(tx, plan).await?;
    for some in plan.clients.chunks(AT_ONCE) {
        let ids = add_clients(tx, some, &families, now).await?;
        add_phones(tx, some, &ids).await?;
        made.clients.extend(add_sites(tx, some, &ids, now).await?);
        search::index_new_clients(tx, &ids).await?;
        if !told(made.clients.len()) {
            return Err(StoreError::Refused(STOPPED));
        }
    }
    let content = serde_json::to_string(&made).expect("ids are plain data");
    Ok(on!(tx, c => sqlx::query(DONE).bind(id.0).bind(made.clients.len() as i64).bind(plan.sites())
        .bind(made.families.len() as i64).bind(content).execute(c).await.map(drop))?)
}

/// All that the file names, by their folded names; those that were not there are noted.
async fn families_of(tx: &mut Tx, plan: &Plan) -> Result<(HashMap<String, i64>, Made)> {
    let there: BTreeSet<i64> = families::list(tx).await?.into_iter().map(|(id, _)| id.0).collect();
    let (mut ids, mut made) = (HashMap::new(), Made::default());
    // The first spelling of each; in one order, so that two imports at once do not wait for each other.
    let mut names = BTreeMap::new();
    for name in plan.clients.iter().filter_map(|client| client.fields.family.as_ref()) {
        names.entry(fold(name)).or_insert(name);
    }
    for (key, name) in names {
        let id = families::named(tx, name).await?.0;
        if !there.contains(&id) {
            made.families.push(id);
        }
        ids.insert(key, id);
    }
    Ok((ids, made))
}

const ADD: &str = "INSERT INTO client (reference, reference_key, label, sort_key, kind, family_id, language, civility,
    first_name, last_name, email, email_key, billing_email, billing_email_key, street, postal_code, town, town_key,
    country, note, created_at, changed_at, version) ";

/// Their ids, in the order given.
async fn add_clients(
    tx: &mut Tx,
    some: &[NewClient],
    families: &HashMap<String, i64>,
    now: Moment,
) -> Result<Vec<i64>> {
    let rows: Vec<(i64, String)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD);
        query.push_values(some, |mut row, NewClient { fields, .. }| {
            let keys = Keys::of(fields);
            let family = fields.family.as_ref().and_then(|name| families.get(&fold(name)).copied());
            let email = |email: &Option<EmailAddress>| email.as_ref().map(|email| email.as_str().to_owned());
            row.push_bind(fields.reference.as_str()).push_bind(keys.reference).push_bind(fields.label.as_str())
                .push_bind(keys.sort).push_bind(fields.kind.code()).push_bind(family)
                .push_bind(fields.language.code()).push_bind(fields.civility.map(|civility| civility.code()))
                .push_bind(fields.first_name.as_str()).push_bind(fields.last_name.as_str())
                .push_bind(email(&fields.email)).push_bind(keys.email)
                .push_bind(email(&fields.billing_email)).push_bind(keys.billing_email)
                .push_bind(fields.place.street.as_str()).push_bind(fields.place.postal_code.as_str())
                .push_bind(fields.place.town.as_str()).push_bind(keys.town).push_bind(fields.place.country.as_str())
                .push_bind(fields.note.as_str()).push_bind(stamp(now)).push_bind(stamp(now)).push("1");
        });
        query.push(" ON CONFLICT (reference_key) DO NOTHING RETURNING id, reference_key");
        query.build_query_as().fetch_all(c).await
    })?;
    // They may come back in any order.
    let by_key: HashMap<String, i64> = rows.into_iter().map(|(id, key)| (key, id)).collect();
    let id = |client: &NewClient| by_key.get(&reference_key(&client.fields.reference)).copied();
    some.iter().map(id).collect::<Option<Vec<_>>>().ok_or(StoreError::Conflict)
}

const ADD_PHONES: &str = "INSERT INTO phone (client_id, position, label, number, number_key) ";

async fn add_phones(tx: &mut Tx, some: &[NewClient], ids: &[i64]) -> Result<()> {
    let own = |(client, id): (&'_ NewClient, &i64)| {
        let id = *id;
        let phones = client.fields.phones.clone().into_iter().enumerate();
        phones.map(move |(position, phone)| (id, position as i64, phone))
    };
    let rows: Vec<_> = some.iter().zip(ids).flat_map(own).collect();
    if rows.is_empty() {
        return Ok(());
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD_PHONES);
        query.push_values(&rows, |mut row, (id, position, phone)| {
            row.push_bind(*id).push_bind(*position).push_bind(phone.label.as_str()).push_bind(phone.number.as_str())
                .push_bind(number_key(phone));
        });
        query.build().execute(c).await.map(drop)
    })?)
}

const ADD_SITES: &str =
    "INSERT INTO site (client_id, label, sort_key, street, postal_code, town, country, person, phone,
    email, email_key, extra, created_at, changed_at, version) ";

/// Each client with its sites.
async fn add_sites(tx: &mut Tx, some: &[NewClient], ids: &[i64], now: Moment) -> Result<Vec<(i64, Vec<i64>)>> {
    let mut made: Vec<(i64, Vec<i64>)> = ids.iter().map(|id| (*id, vec![])).collect();
    let at: HashMap<i64, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let sites: Vec<_> =
        some.iter().zip(ids).flat_map(|(client, id)| client.sites.iter().map(move |site| (*id, site))).collect();
    for sites in sites.chunks(AT_ONCE) {
        let rows: Vec<(i64, i64)> = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(ADD_SITES);
            query.push_values(sites, |mut row, (id, site)| {
                row.push_bind(*id).push_bind(site.label.as_str()).push_bind(fold(&site.label))
                    .push_bind(site.place.street.as_str()).push_bind(site.place.postal_code.as_str())
                    .push_bind(site.place.town.as_str()).push_bind(site.place.country.as_str())
                    .push_bind(site.person.as_str()).push_bind(site.phone.as_str())
                    .push_bind(site.email.as_ref().map(|email| email.as_str().to_owned()))
                    .push_bind(site.email.as_ref().map(email_key)).push_bind(site.extra.as_str())
                    .push_bind(stamp(now)).push_bind(stamp(now)).push("1");
            });
            query.push(" RETURNING id, client_id");
            query.build_query_as().fetch_all(c).await
        })?;
        for (site, client) in rows {
            made[at[&client]].1.push(site);
        }
    }
    Ok(made)
}
