//! Who has an e-mail (P02).

use super::{Row, columns};
use crate::{Result, Tx, email_key, on};
use model::{ClientId, Contact, ContactId, EmailAddress, EmailHolder};

const HOLDER: &str =
    concat!("SELECT ", columns!(), " FROM contact ct WHERE ct.email_key = $1 AND ct.erased_at IS NULL");
const CLIENTS: &str = "SELECT cl.id, cl.label, cl.inactive_at IS NOT NULL
  FROM affiliation a JOIN client cl ON cl.id = a.client_id
  WHERE a.contact_id = $1 AND a.ended_at IS NULL ORDER BY cl.sort_key, cl.id";

/// The contact with this e-mail, as much as is needed to choose: open it, affiliate it to `client`, reactivate it.
pub async fn find_holder(tx: &mut Tx, email: &EmailAddress, client: Option<ClientId>) -> Result<Option<EmailHolder>> {
    let key = email_key(email);
    let row: Option<Row> = on!(tx, c => sqlx::query_as(HOLDER).bind(&key).fetch_optional(c).await)?;
    let Some(row) = row else { return Ok(None) };
    seen_from(tx, row.contact(vec![])?, client).await.map(Some)
}

/// The same of a contact that was found before.
///
/// # Errors
/// `NotFound`.
pub async fn holder(tx: &mut Tx, id: ContactId, client: Option<ClientId>) -> Result<EmailHolder> {
    let contact = super::get(tx, id).await?;
    seen_from(tx, contact, client).await
}

async fn seen_from(tx: &mut Tx, contact: Contact, client: Option<ClientId>) -> Result<EmailHolder> {
    let clients: Vec<(i64, String, bool)> =
        on!(tx, c => sqlx::query_as(CLIENTS).bind(contact.id.0).fetch_all(c).await)?;
    Ok(EmailHolder {
        contact_id: contact.id,
        name: contact.name(),
        here: client.is_some_and(|client| clients.iter().any(|(id, ..)| *id == client.0)),
        inactive_clients: clients
            .iter()
            .filter(|(.., inactive)| *inactive)
            .map(|(_, label, _)| label.clone())
            .collect(),
        clients: clients.into_iter().map(|(_, label, _)| label).collect(),
        inactive: contact.inactive_at.is_some(),
    })
}
