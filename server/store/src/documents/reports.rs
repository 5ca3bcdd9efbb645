//! The reports of an intervention: documents whose site and contact come from it.

use super::{Row, select};
use crate::{Result, StoreError, Tx, affiliations, blobs::Stored, interventions, on};
use model::{
    Document, DocumentFields, DocumentId, DocumentKind, FieldProblem, InterventionId, Moment, Problem, UserId,
};

const TIE: &str = "UPDATE document SET intervention_id = $2 WHERE id = $1";

/// A new report of an intervention, for its client, about its site and for its contact, while that one belongs to the client.
///
/// # Errors
/// `NotFound` when there is no such intervention; `Problem` at `kind` for anything but a report, else as [`super::add`].
pub async fn add_report(
    tx: &mut Tx,
    intervention: InterventionId,
    fields: &DocumentFields,
    file: Option<(&str, &Stored)>,
    by: UserId,
    now: Moment,
) -> Result<DocumentId> {
    if fields.kind != DocumentKind::InterventionReport {
        return Err(StoreError::Problem(FieldProblem::new("kind", Problem::NotAChoice)));
    }
    let visit = interventions::get(tx, intervention).await?;
    let client = visit.client.0;
    let mut contact = visit.contact.map(|(id, _)| id);
    if let Some(id) = contact
        && affiliations::live(tx, client, id).await?.is_none()
    {
        contact = None;
    }
    let fields = DocumentFields { site: visit.site.map(|(id, _)| id), contact, ..fields.clone() };
    let id = super::add(tx, client, &fields, file, by, now).await?;
    on!(tx, c => sqlx::query(TIE).bind(id.0).bind(intervention.0).execute(c).await.map(drop))?;
    Ok(id)
}

const OF: &str = select!("x.intervention_id = $1 AND x.removed_at IS NULL ORDER BY x.day, x.id");

/// Those of an intervention, the oldest first.
pub async fn reports(tx: &mut Tx, intervention: InterventionId) -> Result<Vec<Document>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(OF).bind(intervention.0).fetch_all(c).await)?;
    rows.into_iter().map(Document::try_from).collect()
}

const WHOSE: &str = "SELECT i.id, i.subject FROM document x JOIN intervention i ON i.id = x.intervention_id
  WHERE x.id = $1 AND i.removed_at IS NULL";

/// The intervention that it reports, with its subject.
pub async fn intervention(tx: &mut Tx, document: DocumentId) -> Result<Option<(InterventionId, String)>> {
    let row: Option<(i64, String)> = on!(tx, c => sqlx::query_as(WHOSE).bind(document.0).fetch_optional(c).await)?;
    Ok(row.map(|(id, subject)| (InterventionId(id), subject)))
}
