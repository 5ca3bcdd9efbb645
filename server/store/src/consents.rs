//! What addresses may receive (P43), as a ledger: each word on it is a row that nobody changes, the last one counts.

use crate::{Result, Tx, coded::coded, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::{ClientId, Consent, ConsentSource, ContactId, Moment, Purpose, UserId, consent};

/// Whose address: a client's main one, or a contact's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The main address.
    Client(ClientId),
    /// Its only one.
    Contact(ContactId),
}

#[derive(sqlx::FromRow)]
struct Row {
    granted: bool,
    same_address: bool,
    source: Option<String>,
    at: DateTime<Utc>,
    noted_by: Option<String>,
}

macro_rules! last {
    ($of:literal, $id:literal) => {
        concat!(
            "SELECT c.decision = 'granted' AS granted, COALESCE(c.address_key = o.email_key, FALSE) AS same_address,
               c.source, c.at, u.name AS noted_by
             FROM consent c JOIN ",
            $of,
            " o ON o.id = c.",
            $id,
            " LEFT JOIN app_user u ON u.id = c.user_id
             WHERE c.",
            $id,
            " = $1 AND c.purpose = $2 ORDER BY c.id DESC LIMIT 1"
        )
    };
}

const OF_CLIENT: &str = last!("client", "client_id");
const OF_CONTACT: &str = last!("contact", "contact_id");

/// The last word; none where nobody ever gave it.
pub async fn find(tx: &mut Tx, of: Of, purpose: Purpose) -> Result<Option<Consent>> {
    let (sql, id) = match of {
        Of::Client(id) => (OF_CLIENT, id.0),
        Of::Contact(id) => (OF_CONTACT, id.0),
    };
    let row: Option<Row> = on!(tx, c => sqlx::query_as(sql).bind(id).bind(purpose.code()).fetch_optional(c).await)?;
    row.map(|row| {
        let source = row.source.map(|code| coded("consent.source", &code, ConsentSource::from_code)).transpose()?;
        let by = row.noted_by.unwrap_or_default();
        Ok(Consent { granted: row.granted, same_address: row.same_address, source, at: moment(row.at), by })
    })
    .transpose()
}

const ADD: &str = "INSERT INTO consent (client_id, contact_id, purpose, decision, address_key, source, at, user_id)
  VALUES ($1, $2, $3, $4,
    COALESCE((SELECT email_key FROM client WHERE id = $1), (SELECT email_key FROM contact WHERE id = $2), ''), $5, $6, $7)";

/// Notes what a form wants for the address that is stored now, if that is not what holds already. The caller has saved the client or
/// contact in the same transaction, so that of two who save at once the second is told (P12).
pub async fn settle(
    tx: &mut Tx,
    of: Of,
    purpose: Purpose,
    wanted: Option<ConsentSource>,
    by: UserId,
    now: Moment,
) -> Result<()> {
    let last = find(tx, of, purpose).await?;
    let Some(source) = consent::to_note(last.as_ref(), wanted) else { return Ok(()) };
    let (client, contact) = match of {
        Of::Client(id) => (Some(id.0), None),
        Of::Contact(id) => (None, Some(id.0)),
    };
    let decision = if source.is_some() { "granted" } else { "withdrawn" };
    Ok(on!(tx, c => sqlx::query(ADD)
        .bind(client).bind(contact).bind(purpose.code()).bind(decision).bind(source.map(ConsentSource::code))
        .bind(stamp(now)).bind(by.0)
        .execute(c).await.map(drop))?)
}
