//! One act of sending with everything that E15 shows.

use crate::{Result, StoreError, Tx, coded::coded, moment, on};
use chrono::{DateTime, Utc};
use model::compose::Attachment;
use model::delivery::{DeliveryState, Kind, ReportKind};
use model::recipients::Role;
use model::send::{AccountTrouble, BatchState, BatchView, Bounce, DeliveryView, MessageView};
use model::{
    AccountOwner, AccountState, AttachmentId, BatchId, ClientId, ContactId, DeliveryId, DocumentId, DocumentKind,
    DraftId, MessageId, Transport, UserId,
};
use std::collections::HashMap;

/// As the list beside calls it.
pub(super) use crate::coded::coded as code;

#[derive(sqlx::FromRow)]
struct Head {
    kind: String,
    state: String,
    created_at: DateTime<Utc>,
    undo_until: Option<DateTime<Utc>>,
    draft_id: Option<i64>,
    by_id: Option<i64>,
    by_name: Option<String>,
}

const HEAD: &str = "SELECT b.kind, b.state, b.created_at, b.undo_until, b.draft_id, u.id AS by_id, u.name AS by_name
  FROM batch b LEFT JOIN app_user u ON u.id = b.created_by WHERE b.id = $1 AND b.kind <> 'system'
    AND b.state NOT IN ('draft', 'dropping', 'dropped')";

/// One act of sending.
///
/// # Errors
/// `NotFound`, also for system mails: who asked for a new password is nobody else's business (S22).
pub async fn get(tx: &mut Tx, id: BatchId) -> Result<BatchView> {
    let head: Head = on!(tx, c => sqlx::query_as(HEAD).bind(id.0).fetch_one(c).await)?;
    let messages = messages(tx, id).await?;
    let mut batch = BatchView {
        id,
        kind: coded("batch.kind", &head.kind, Kind::from_code)?,
        state: coded("batch.state", &head.state, BatchState::from_code)?,
        created_at: moment(head.created_at),
        undo_until: head.undo_until.map(moment),
        by: head.by_id.map(UserId).zip(head.by_name),
        draft_id: head.draft_id.map(DraftId),
        messages,
        trouble: trouble(tx, id).await?,
        stopped: None,
        paused: String::new(),
        redo: String::new(),
        said: String::new(),
        new_addresses: vec![],
    };
    batch.new_addresses = super::new_addresses::new_addresses(tx, &batch).await?;
    Ok(batch)
}

#[derive(sqlx::FromRow)]
struct Message {
    id: i64,
    client_id: Option<i64>,
    client_label: Option<String>,
    from_address: String,
    from_name: String,
    subject: String,
    body: String,
    size: i64,
    again_of: Option<i64>,
    document_id: Option<i64>,
    document_kind: Option<String>,
    document_number: Option<String>,
}

const MESSAGES: &str =
    "SELECT m.id, m.client_id, k.label AS client_label, m.from_address, m.from_name, m.subject, m.body, m.size,
    o.batch_id AS again_of, x.id AS document_id, x.kind AS document_kind, x.number AS document_number
  FROM message m LEFT JOIN client k ON k.id = m.client_id LEFT JOIN message o ON o.id = m.again_of_id
    LEFT JOIN document x ON x.id = m.document_id
  WHERE m.batch_id = $1 ORDER BY m.id";

const BESIDE: &str = "SELECT b.message_id, x.id, x.kind, x.number FROM message m
    JOIN message_document b ON b.message_id = m.id JOIN document x ON x.id = b.document_id
  WHERE m.batch_id = $1 ORDER BY b.message_id, x.day, x.id";

/// Further documents, by mail.
async fn beside(tx: &mut Tx, batch: BatchId) -> Result<HashMap<i64, Vec<(DocumentId, DocumentKind, String)>>> {
    let rows: Vec<(i64, i64, String, String)> = on!(tx, c => sqlx::query_as(BESIDE).bind(batch.0).fetch_all(c).await)?;
    let mut found: HashMap<i64, Vec<_>> = HashMap::new();
    for (message, id, kind, number) in rows {
        let kind = coded("document.kind", &kind, DocumentKind::from_code)?;
        found.entry(message).or_default().push((DocumentId(id), kind, number));
    }
    Ok(found)
}

/// In four statements, however many mails there are.
async fn messages(tx: &mut Tx, batch: BatchId) -> Result<Vec<MessageView>> {
    let rows: Vec<Message> = on!(tx, c => sqlx::query_as(MESSAGES).bind(batch.0).fetch_all(c).await)?;
    let (mut files, mut deliveries) = (files_of(tx, batch).await?, deliveries_of(tx, batch).await?);
    let mut beside = beside(tx, batch).await?;
    let message = |row: Message| {
        let kind = row.document_kind.map(|kind| coded("document.kind", &kind, DocumentKind::from_code)).transpose()?;
        let document = row.document_id.map(DocumentId).zip(kind).zip(row.document_number);
        Ok(MessageView {
            id: MessageId(row.id),
            client: row.client_id.map(ClientId).zip(row.client_label),
            from_address: row.from_address,
            from_name: row.from_name,
            subject: row.subject,
            body: row.body,
            size: row.size,
            attachments: files.remove(&row.id).unwrap_or_default(),
            deliveries: deliveries.remove(&row.id).unwrap_or_default(),
            again_of: row.again_of.map(BatchId),
            documents: document
                .map(|((id, kind), number)| (id, kind, number))
                .into_iter()
                .chain(beside.remove(&row.id).unwrap_or_default())
                .collect(),
        })
    };
    rows.into_iter().map(message).collect()
}

const FILES_OF: &str = "SELECT message_id, id, name, media_type, size FROM attachment
  WHERE message_id IN (SELECT id FROM message WHERE batch_id = $1) ORDER BY message_id, position, id";

/// By mail.
async fn files_of(tx: &mut Tx, batch: BatchId) -> Result<HashMap<i64, Vec<Attachment>>> {
    let rows: Vec<(i64, i64, String, String, i64)> =
        on!(tx, c => sqlx::query_as(FILES_OF).bind(batch.0).fetch_all(c).await)?;
    let mut found: HashMap<i64, Vec<Attachment>> = HashMap::new();
    for (message, id, name, media_type, size) in rows {
        found.entry(message).or_default().push(Attachment { id: AttachmentId(id), name, media_type, size });
    }
    Ok(found)
}

const FILES: &str = "SELECT id, name, media_type, size FROM attachment WHERE message_id = $1 ORDER BY position, id";

/// The files of a mail that was sent, in order.
pub async fn files(tx: &mut Tx, message: MessageId) -> Result<Vec<Attachment>> {
    let rows: Vec<(i64, String, String, i64)> = on!(tx, c => sqlx::query_as(FILES).bind(message.0).fetch_all(c).await)?;
    let file = |(id, name, media_type, size)| Attachment { id: AttachmentId(id), name, media_type, size };
    Ok(rows.into_iter().map(file).collect())
}

#[derive(sqlx::FromRow)]
struct Delivery {
    id: i64,
    message_id: i64,
    address: String,
    name: String,
    role: String,
    self_copy: bool,
    contact_id: Option<i64>,
    state: String,
    test_mailbox: bool,
    last_code: Option<i64>,
    last_enhanced: String,
    last_text: String,
    last_phase: String,
    attempt: i64,
    due_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    dup_risk: bool,
    doubts: i64,
    corrected_batch: Option<i64>,
    corrected_address: Option<String>,
    corrections: i64,
    report_kind: Option<String>,
    report_code: Option<i64>,
    report_enhanced: Option<String>,
    report_text: Option<String>,
    report_at: Option<DateTime<Utc>>,
    blocked: bool,
}

/// `+x.id`: for `MAX(id)` Postgres walks from the end of all deliveries towards one that corrects this one, and mostly there is none.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.message_id, d.address, d.name, d.role, d.self_copy, d.contact_id, d.state, d.test_mailbox, d.last_code,
               d.last_enhanced, d.last_text, d.last_phase, d.attempt, d.due_at, d.sent_at, d.dup_risk,
               CASE WHEN d.dup_risk THEN (SELECT COUNT(*) FROM attempt t
                 WHERE t.delivery_id = d.id AND t.phase = 'dot' AND t.code IS NULL) ELSE 0 END AS doubts,
               cm.batch_id AS corrected_batch, cd.address AS corrected_address,
               (SELECT COUNT(*) FROM delivery x WHERE x.corrects_id = d.id) AS corrections,
               r.kind AS report_kind, r.code AS report_code, r.enhanced AS report_enhanced, r.text AS report_text,
               r.at AS report_at, s.address_hmac IS NOT NULL AS blocked
             FROM delivery d
             LEFT JOIN delivery cd ON cd.id = (SELECT MAX(+x.id) FROM delivery x WHERE x.corrects_id = d.id AND x.state <> 'cancelled')
             LEFT JOIN message cm ON cm.id = cd.message_id
             LEFT JOIN delivery_report r ON d.bounced_at IS NOT NULL
               AND r.id = (SELECT MAX(x.id) FROM delivery_report x WHERE x.delivery_id = d.id AND x.kind <> 'delayed')
             LEFT JOIN suppression s ON s.address_hmac = r.address_hmac AND s.removed_at IS NULL ",
            $rest
        )
    };
}

impl TryFrom<Delivery> for DeliveryView {
    type Error = StoreError;

    fn try_from(row: Delivery) -> Result<DeliveryView> {
        let bounce = row.report_kind.zip(row.report_at).map(|(kind, at)| Bounce {
            hard: kind == ReportKind::Hard.code(),
            blocked: row.blocked,
            code: row.report_code.and_then(|code| u16::try_from(code).ok()),
            enhanced: row.report_enhanced.unwrap_or_default(),
            text: row.report_text.unwrap_or_default(),
            at: moment(at),
        });
        let mut one = DeliveryView {
            id: DeliveryId(row.id),
            role: coded("delivery.role", &row.role, Role::from_code)?,
            state: coded("delivery.state", &row.state, DeliveryState::from_code)?,
            address: row.address,
            name: row.name,
            self_copy: row.self_copy,
            contact_id: row.contact_id.map(ContactId),
            test_mailbox: row.test_mailbox,
            code: row.last_code.and_then(|code| u16::try_from(code).ok()),
            enhanced: row.last_enhanced,
            text: row.last_text,
            phase: row.last_phase,
            attempts: row.attempt,
            due_at: moment(row.due_at),
            sent_at: row.sent_at.map(moment),
            dup_risk: row.dup_risk,
            corrected_by: row.corrected_batch.map(BatchId).zip(row.corrected_address),
            corrections: row.corrections,
            bounce,
        };
        // What may have left once, and nothing followed that a server accepted: it arrived once or not at all.
        if one.state == DeliveryState::Uncertain || one.taken_as_sent() {
            one.dup_risk &= row.doubts > 1;
        }
        Ok(one)
    }
}

const DELIVERIES_OF: &str = select!(
    "WHERE d.message_id IN (SELECT id FROM message WHERE batch_id = $1) ORDER BY d.message_id, d.position, d.id"
);

/// By mail.
async fn deliveries_of(tx: &mut Tx, batch: BatchId) -> Result<HashMap<i64, Vec<DeliveryView>>> {
    let rows: Vec<Delivery> = on!(tx, c => sqlx::query_as(DELIVERIES_OF).bind(batch.0).fetch_all(c).await)?;
    let mut found: HashMap<i64, Vec<DeliveryView>> = HashMap::new();
    for row in rows {
        found.entry(row.message_id).or_default().push(row.try_into()?);
    }
    Ok(found)
}

const DELIVERY: &str = select!("WHERE d.id = $1");

/// One mail to one address.
///
/// # Errors
/// `NotFound`.
pub async fn delivery(tx: &mut Tx, id: DeliveryId) -> Result<DeliveryView> {
    let row: Delivery = on!(tx, c => sqlx::query_as(DELIVERY).bind(id.0).fetch_one(c).await)?;
    row.try_into()
}

#[derive(sqlx::FromRow)]
struct Trouble {
    owner: String,
    user_id: Option<i64>,
    transport: String,
    state: String,
    state_text: String,
    next_ok_at: Option<DateTime<Utc>>,
}

const TROUBLE: &str = "SELECT DISTINCT a.owner, a.user_id, a.transport, a.state, a.state_text, a.next_ok_at
  FROM message m JOIN delivery d ON d.message_id = m.id JOIN smtp_account a ON a.id = COALESCE(d.account_id, m.account_id)
  WHERE m.batch_id = $1 AND a.state <> 'ok' AND d.state IN ('held', 'queued', 'leased', 'in_flight') LIMIT 1";

async fn trouble(tx: &mut Tx, batch: BatchId) -> Result<Option<AccountTrouble>> {
    let row: Option<Trouble> = on!(tx, c => sqlx::query_as(TROUBLE).bind(batch.0).fetch_optional(c).await)?;
    row.map(|row| {
        Ok(AccountTrouble {
            owner: match row.user_id.filter(|_| row.owner != "organisation") {
                Some(user) => AccountOwner::User(UserId(user)),
                None => AccountOwner::Organisation,
            },
            transport: coded("smtp_account.transport", &row.transport, Transport::from_code)?,
            state: coded("smtp_account.state", &row.state, AccountState::from_code)?,
            text: row.state_text,
            next_ok_at: row.next_ok_at.map(moment),
        })
    })
    .transpose()
}
