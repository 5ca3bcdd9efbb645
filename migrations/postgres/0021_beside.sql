-- Documents of a mail beside message.document_id, and what « À faire » needs to be given back.
CREATE TABLE message_document (
  message_id BIGINT NOT NULL REFERENCES message (id),
  document_id BIGINT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  -- 'further': it goes along, and what becomes of the mail becomes of it. 'copy': somebody sent it to oneself, which is no sending of it.
  relation TEXT NOT NULL,
  PRIMARY KEY (message_id, document_id)
);
CREATE INDEX message_document_by_document ON message_document (document_id, message_id);

-- Mails that are one mail sent again name the same people (P06).
CREATE INDEX message_by_original ON message (again_of_id) WHERE again_of_id IS NOT NULL;

-- Mails of it are in the outbox since then. It waits again when all of them are cancelled; gone for good a day later.
ALTER TABLE document_arrival ADD COLUMN settled_at TIMESTAMPTZ;

-- Whether a document that is brought again left before.
CREATE INDEX document_left ON document (kind, number_key) WHERE removed_at IS NOT NULL;
