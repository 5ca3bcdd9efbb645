-- The invoice book (E13): what became of each document, and the ends of numbers, so that lists and searches read indexes only.

-- none, waiting, sent, failed: model::document::DocumentState, kept by everything that moves a delivery.
ALTER TABLE document ADD COLUMN state TEXT NOT NULL DEFAULT 'none';
-- The digits that the number ends with.
ALTER TABLE document ADD COLUMN number_tail TEXT NOT NULL DEFAULT '';

UPDATE document SET number_tail = substr(number_key, length(rtrim(number_key, '0123456789')) + 1),
  state = CASE
    WHEN EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
      WHERE m.document_id = document.id AND NOT d.self_copy AND d.address <> ''
        AND d.state IN ('failed', 'uncertain', 'suppressed', 'expired')
        AND NOT EXISTS (SELECT 1 FROM message m2 JOIN delivery x ON x.message_id = m2.id
          WHERE m2.document_id = document.id AND NOT x.self_copy AND x.state <> 'cancelled'
            AND (x.corrects_id = d.id OR (x.address <> '' AND x.address_key = d.address_key AND x.id > d.id)))) THEN 'failed'
    WHEN EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
      WHERE m.document_id = document.id AND NOT d.self_copy AND d.state IN ('held', 'queued', 'leased', 'in_flight')) THEN 'waiting'
    WHEN EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
      WHERE m.document_id = document.id AND NOT d.self_copy AND d.state = 'sent') THEN 'sent'
    ELSE 'none' END;

CREATE INDEX document_by_state ON document (state, day, id) WHERE removed_at IS NULL;
CREATE INDEX document_by_kind ON document (kind, day, id) WHERE removed_at IS NULL;
CREATE INDEX document_by_kind_and_state ON document (kind, state, day, id) WHERE removed_at IS NULL;
CREATE INDEX document_by_key ON document (number_key) WHERE removed_at IS NULL;
CREATE INDEX document_by_tail ON document (number_tail) WHERE removed_at IS NULL;
CREATE INDEX document_by_amount ON document (amount_cents, id) WHERE removed_at IS NULL;

-- PDFs that somebody dropped on the invoice book, until each is a document (P30): what was typed of them stays through errors and restarts.
CREATE TABLE document_upload (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  hash BLOB NOT NULL REFERENCES blob (hash),
  file_name TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  -- The line of the table as typed, as JSON.
  content TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX document_upload_by_user ON document_upload (user_id, id);
CREATE INDEX document_upload_by_hash ON document_upload (hash);
CREATE INDEX document_upload_by_date ON document_upload (created_at);
