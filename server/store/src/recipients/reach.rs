//! Whether a mail that was sent may be sent again to an address: whose it is by now, and whether that person is still written to (P05).

use crate::{Result, Tx, email_key, on};
use model::{ClientId, ContactId, EmailAddress};

/// Whose an address is on a mail of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The client's own, or nobody's that is known.
    Nobody,
    /// Of somebody who may be written to.
    Person(ContactId),
    /// Of somebody inactive or deleted, or whose affiliation to the client ended, or whose client is inactive.
    Out,
}

const IS_SLOT: &str =
    "SELECT EXISTS (SELECT 1 FROM client WHERE id = $1 AND (email_key = $2 OR billing_email_key = $2))
  OR EXISTS (SELECT 1 FROM site WHERE client_id = $1 AND email_key = $2 AND inactive_at IS NULL)";
const HOLDER: &str = "SELECT id FROM contact WHERE email_key = $1 AND erased_at IS NULL";
// Somebody who never was a contact of the client was written to all the same, by who knew it.
const WITHIN: &str = "SELECT ct.inactive_at IS NULL AND ct.erased_at IS NULL AND (
    NOT EXISTS (SELECT 1 FROM affiliation a WHERE a.contact_id = ct.id AND a.client_id = $2)
    OR EXISTS (SELECT 1 FROM affiliation a JOIN client cl ON cl.id = a.client_id
      WHERE a.contact_id = ct.id AND a.client_id = $2 AND a.ended_at IS NULL AND cl.inactive_at IS NULL))
  FROM contact ct WHERE ct.id = $1";

/// Of this address now; an address that is nobody's is still that of the person `before` whom the mail was for.
pub async fn reach(
    tx: &mut Tx,
    client: Option<ClientId>,
    address: &EmailAddress,
    before: Option<ContactId>,
) -> Result<Reach> {
    let (client, key) = (client.map(|id| id.0), email_key(address));
    let slot: bool = on!(tx, c => sqlx::query_scalar(IS_SLOT).bind(client).bind(&key).fetch_one(c).await)?;
    if slot {
        return Ok(Reach::Nobody);
    }
    let holder: Option<i64> = on!(tx, c => sqlx::query_scalar(HOLDER).bind(&key).fetch_optional(c).await)?;
    let Some(person) = holder.or(before.map(|id| id.0)) else { return Ok(Reach::Nobody) };
    let within: Option<bool> =
        on!(tx, c => sqlx::query_scalar(WITHIN).bind(person).bind(client).fetch_optional(c).await)?;
    Ok(match within {
        Some(true) => Reach::Person(ContactId(person)),
        Some(false) => Reach::Out,
        None => Reach::Nobody,
    })
}
