//! How a document looks in its table.

use crate::{Result, StoreError, coded::coded, moment};
use chrono::{DateTime, Utc};
use model::document::DocumentState;
use model::{Amount, ClientId, ContactId, Document, DocumentId, DocumentKind, SiteId, full_name};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    client_id: i64,
    client_label: String,
    kind: String,
    number: String,
    day: String,
    amount_cents: Option<i64>,
    currency: String,
    site_id: Option<i64>,
    site_label: Option<String>,
    contact_id: Option<i64>,
    contact_erased: bool,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    has_file: bool,
    file_name: String,
    file_size: i64,
    created_at: DateTime<Utc>,
    created_by: Option<String>,
    removed_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    mailbox_at: Option<DateTime<Utc>>,
    state: String,
    version: i64,
}

/// Everything of [`Row`], from `document` under the name `x`.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT x.id, x.client_id, cl.label AS client_label, x.kind, x.number, x.day, x.amount_cents, x.currency,
               x.site_id, s.label AS site_label, x.contact_id, ct.erased_at IS NOT NULL AS contact_erased, ct.first_name,
               ct.last_name, ct.email, x.hash IS NOT NULL AS has_file, x.file_name, x.file_size, x.created_at,
               COALESCE(u.name, pg.name) AS created_by, x.removed_at, x.version, x.state,
               (SELECT MAX(d.sent_at) FROM delivery d WHERE d.message_id IN (SELECT m.id FROM message m WHERE m.document_id = x.id
                   UNION ALL SELECT b.message_id FROM message_document b WHERE b.document_id = x.id AND b.relation = 'further')
                 AND d.state = 'sent' AND d.bounced_at IS NULL AND NOT d.test_mailbox AND NOT d.self_copy) AS sent_at,
               (SELECT MAX(d.sent_at) FROM delivery d WHERE d.message_id IN (SELECT m.id FROM message m WHERE m.document_id = x.id
                   UNION ALL SELECT b.message_id FROM message_document b WHERE b.document_id = x.id AND b.relation = 'further')
                 AND d.state = 'sent' AND d.test_mailbox AND NOT d.self_copy) AS mailbox_at
             FROM document x JOIN client cl ON cl.id = x.client_id LEFT JOIN site s ON s.id = x.site_id
               LEFT JOIN contact ct ON ct.id = x.contact_id LEFT JOIN app_user u ON u.id = x.created_by
               LEFT JOIN program pg ON pg.id = x.program_id
             WHERE ",
            $rest
        )
    };
}
pub(super) use select;

impl TryFrom<Row> for Document {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Document> {
        let name = full_name(&row.first_name.unwrap_or_default(), &row.last_name.unwrap_or_default());
        let name = name.or(row.email).filter(|_| !row.contact_erased).unwrap_or_default();
        let day =
            row.day.parse().map_err(|_| StoreError::Unreadable { what: "document.day", found: row.day.clone() })?;
        Ok(Document {
            id: DocumentId(row.id),
            client: (ClientId(row.client_id), row.client_label),
            kind: coded("document.kind", &row.kind, DocumentKind::from_code)?,
            number: row.number,
            day,
            amount: row.amount_cents.map(|cents| Amount { cents, currency: row.currency }),
            site: row.site_id.map(SiteId).zip(row.site_label),
            contact: row.contact_id.map(|id| (ContactId(id), name)),
            file: row.has_file.then_some((row.file_name, row.file_size)),
            created_at: moment(row.created_at),
            created_by: row.created_by,
            removed_at: row.removed_at.map(moment),
            sent_at: row.sent_at.map(moment),
            mailbox_at: row.mailbox_at.map(moment),
            state: coded("document.state", &row.state, DocumentState::from_code)?,
            version: row.version,
        })
    }
}
