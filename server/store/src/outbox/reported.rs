//! Which deliveries a report is about: looked up in few statements, however much it names, before anybody waits for anything.

use crate::{Result, Tx, email_key, on};
use model::delivery::{Finding, ReportKind};
use model::{BatchId, DeliveryId, EmailAddress};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// One recipient of a report.
#[derive(Clone, Debug)]
pub struct ReportLine {
    /// Ways in which it names the recipient.
    pub addresses: Vec<String>,
    /// Of them, who was refused in the end.
    pub refused: Vec<String>,
    /// What it says.
    pub finding: Finding,
}

/// One of our deliveries of which a report says something.
#[derive(Clone, Debug)]
pub struct Reported {
    /// Which.
    pub delivery: DeliveryId,
    /// Its act of sending.
    pub batch: BatchId,
    /// Where it went.
    pub address: EmailAddress,
    /// The worst that is said of it.
    pub finding: Finding,
}

/// What a report is about.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// By id, each once.
    pub ours: Vec<Reported>,
    /// Recipients that are of no delivery of ours.
    pub unknown: usize,
}

#[derive(sqlx::FromRow)]
struct Row {
    named: String,
    id: i64,
    batch_id: i64,
    address: String,
    address_key: String,
}

// The same mail sent again has another Message-ID; should two have one all the same, the later counts.
const OF_MAILS: &str = "SELECT m.message_id AS named, d.id, m.batch_id, d.address, d.address_key
  FROM message m JOIN delivery d ON d.message_id = m.id WHERE m.message_id IN (";

/// By Message-ID and address together: who knows only one of them names nothing.
pub async fn find_reported(tx: &mut Tx, ids: &[String], lines: &[ReportLine]) -> Result<Found> {
    let named: BTreeSet<String> = lines.iter().flat_map(|line| keys(&line.addresses)).collect();
    if ids.is_empty() || named.is_empty() {
        return Ok(Found { unknown: lines.len(), ..Found::default() });
    }
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(OF_MAILS);
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(id);
        }
        // A mail to a million has a million deliveries.
        query.push(") AND d.address_key IN (");
        let mut list = query.separated(", ");
        for key in &named {
            list.push_bind(key);
        }
        query.push(") ORDER BY d.id");
        query.build_query_as().fetch_all(c).await
    })?;
    let mut mails: HashMap<&str, HashMap<&str, &Row>> = HashMap::new();
    for row in &rows {
        mails.entry(&row.named).or_default().insert(&row.address_key, row);
    }
    let mails: Vec<_> = ids.iter().filter_map(|id| mails.get(id.as_str())).collect();
    let (mut ours, mut unknown) = (BTreeMap::new(), 0);
    for line in lines {
        let addresses = keys(&line.addresses);
        let mut named = mails.iter().flat_map(|mail| addresses.iter().filter_map(move |key| mail.get(key.as_str())));
        match named.next().and_then(|row| reported(row, line)) {
            Some(one) => note(&mut ours, one),
            None => unknown += 1,
        }
    }
    Ok(Found { ours: ours.into_values().collect(), unknown })
}

fn keys(addresses: &[String]) -> Vec<String> {
    addresses.iter().filter_map(|text| EmailAddress::parse(text).ok()).map(|address| email_key(&address)).collect()
}

/// Where our address is an alias or forwards, it exists, whoever behind it does not.
fn reported(row: &Row, line: &ReportLine) -> Option<Reported> {
    let mut finding = line.finding.clone();
    let refused: HashSet<String> = keys(&line.refused).into_iter().collect();
    if finding.kind == ReportKind::Hard && !refused.contains(&row.address_key) {
        finding.kind = ReportKind::Soft;
    }
    let address = EmailAddress::parse(&row.address).ok()?;
    Some(Reported { delivery: DeliveryId(row.id), batch: BatchId(row.batch_id), address, finding })
}

/// Behind one address there may be several: each is a line.
fn note(ours: &mut BTreeMap<DeliveryId, Reported>, one: Reported) {
    match ours.get(&one.delivery) {
        Some(known) if !one.finding.kind.is_worse_than(known.finding.kind) => {}
        _ => drop(ours.insert(one.delivery, one)),
    }
}
