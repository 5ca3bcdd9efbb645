//! Who has an e-mail (P02).

use super::{Row, columns};
use crate::{Result, Tx, email_key, on};
use model::{ClientId, EmailAddress, EmailHolder};

const HOLDER: &str =
    concat!("SELECT ", columns!(), " FROM contact ct WHERE ct.email_key = $1 AND ct.erased_at IS NULL");
const CLIENTS: &str = "SELECT cl.id, cl.label FROM affiliation a JOIN client cl ON cl.id = a.client_id
  WHERE a.contact_id = $1 AND a.ended_at IS NULL ORDER BY cl.sort_key, cl.id";

/// The contact with this e-mail, as much as is needed to choose: open it, affiliate it to `client`, reactivate it.
pub async fn find_holder(tx: &mut Tx, email: &EmailAddress, client: Option<ClientId>) -> Result<Option<EmailHolder>> {
    let key = email_key(email);
    let row: Option<Row> = on!(tx, c => sqlx::query_as(HOLDER).bind(&key).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    let contact = row.contact(vec![])?;
    let clients: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(CLIENTS).bind(contact.id.0).fetch_all(c).await)?;
    Ok(Some(EmailHolder {
        contact_id: contact.id,
        name: contact.name(),
        here: client.is_some_and(|client| clients.iter().any(|(id, _)| *id == client.0)),
        clients: clients.into_iter().map(|(_, label)| label).collect(),
        inactive: contact.inactive_at.is_some(),
    }))
}
