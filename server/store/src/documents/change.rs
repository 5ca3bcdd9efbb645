//! Correcting what a document says. What was sent of it stays as it was sent.

use super::{checked, get, intervention, number_key, number_tail, taken};
use crate::{Result, StoreError, Tx, clients, on, savepoint::attempt, stamp};
use model::{Document, DocumentFields, DocumentId, DocumentKind, FieldProblem, Moment, Problem};

const CHANGE: &str =
    "UPDATE document SET kind = $3, number = $4, number_key = $5, number_tail = $6, day = $7, amount_cents = $8,
    currency = $9, site_id = $10, contact_id = $11, changed_at = $12, version = version + 1
  WHERE id = $1 AND version = $2 AND removed_at IS NULL";

/// Saves the form of a document whose `version` was read. Its client and its PDF stay; of a report site and contact stay, too.
///
/// # Errors
/// `NotFound`, also for a removed one; `Conflict` when somebody saved it since (P12); `Problem` as in [`super::add`], and at `kind` for
/// a report that would be something else. Site and contact are not asked about again while they stay: people leave. The transaction stays
/// usable.
pub async fn change(tx: &mut Tx, id: DocumentId, version: i64, fields: &DocumentFields, now: Moment) -> Result<()> {
    let client = get(tx, id).await?.client.0;
    clients::hold(tx, client).await?;
    let stored = get(tx, id).await?;
    if stored.removed_at.is_some() {
        return Err(StoreError::NotFound);
    }
    if stored.version != version {
        return Err(StoreError::Conflict);
    }
    let fields = whole(tx, &stored, fields).await?;
    let (site, contact) = (stored.site.as_ref().map(|(id, _)| *id), stored.contact.as_ref().map(|(id, _)| *id));
    let anew = DocumentFields {
        site: fields.site.filter(|_| fields.site != site),
        contact: fields.contact.filter(|_| fields.contact != contact),
        ..fields.clone()
    };
    checked(tx, client, &anew).await?;
    let (amount, currency) = fields.amount.as_ref().map_or((None, ""), |amount| (Some(amount.cents), &amount.currency));
    let saved = attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(CHANGE)
            .bind(id.0).bind(version).bind(fields.kind.code()).bind(&fields.number).bind(number_key(&fields.number))
            .bind(number_tail(&fields.number)).bind(fields.day.to_string()).bind(amount).bind(currency)
            .bind(fields.site.map(|id| id.0)).bind(fields.contact.map(|id| id.0)).bind(stamp(now))
            .execute(c).await.map(|r| r.rows_affected()))?)
    });
    match saved.await {
        Err(StoreError::Taken) => Err(taken(tx, &fields).await?),
        Ok(0) => Err(StoreError::Conflict),
        other => other.map(drop),
    }
}

/// What the form of a report does not ask for stays.
async fn whole(tx: &mut Tx, stored: &Document, fields: &DocumentFields) -> Result<DocumentFields> {
    if intervention(tx, stored.id).await?.is_none() {
        return Ok(fields.clone());
    }
    if fields.kind != DocumentKind::InterventionReport {
        return Err(StoreError::Problem(FieldProblem::new("kind", Problem::NotAChoice)));
    }
    let (site, contact) = (stored.site.as_ref().map(|(id, _)| *id), stored.contact.as_ref().map(|(id, _)| *id));
    Ok(DocumentFields { site, contact, ..fields.clone() })
}
