//! How many contacts, sites, documents and interventions a client has, for its tabs.

use crate::{Result, Tx, on};
use model::ClientId;

/// Counts of one client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Counts {
    /// Active people, as the list of clients counts them.
    pub contacts: i64,
    /// Sites, inactive ones too.
    pub sites: i64,
    /// Documents that are not removed.
    pub documents: i64,
    /// Interventions, past ones too.
    pub interventions: i64,
}

const COUNTS: &str = "SELECT
  (SELECT COUNT(*) FROM affiliation a JOIN contact c ON c.id = a.contact_id
    WHERE a.client_id = $1 AND a.ended_at IS NULL AND c.inactive_at IS NULL AND c.erased_at IS NULL) AS contacts,
  (SELECT COUNT(*) FROM site WHERE client_id = $1) AS sites,
  (SELECT COUNT(*) FROM document WHERE client_id = $1 AND removed_at IS NULL) AS documents,
  (SELECT COUNT(*) FROM intervention WHERE client_id = $1 AND removed_at IS NULL) AS interventions";

/// The counts of a client.
pub async fn counts(tx: &mut Tx, id: ClientId) -> Result<Counts> {
    Ok(on!(tx, c => sqlx::query_as(COUNTS).bind(id.0).fetch_one(c).await)?)
}
