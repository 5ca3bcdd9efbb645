-- Delivery reports (RFC 3464): what servers said after they had taken a mail, and addresses that nothing is sent to any more.

-- When a sent mail came back for good; `state` stays « sent » (delivery.md §2).
ALTER TABLE delivery ADD COLUMN bounced_at TEXT;
CREATE INDEX delivery_bounced ON delivery (bounced_at, id) WHERE bounced_at IS NOT NULL;
-- A report names the mail by its Message-ID.
CREATE INDEX message_by_message_id ON message (message_id);

-- Append-only, but for the text of somebody who is forgotten (P06).
CREATE TABLE delivery_report (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- SHA-256 that knows the report again: the same one twice is one row.
  report BLOB NOT NULL,
  delivery_id INTEGER NOT NULL REFERENCES delivery (id),
  event_id INTEGER NOT NULL REFERENCES event (id),
  -- hard, soft, delayed
  kind TEXT NOT NULL,
  -- What the server said, where it said it.
  code INTEGER,
  enhanced TEXT NOT NULL,
  text TEXT NOT NULL,
  -- Empty when the key of `hmac_key` could not be read: such a report is told, and counts for nothing.
  address_hmac BLOB,
  at TEXT NOT NULL,
  UNIQUE (report, delivery_id)
) STRICT;
CREATE INDEX delivery_report_by_delivery ON delivery_report (delivery_id, id);
CREATE INDEX delivery_report_by_address ON delivery_report (address_hmac, at) WHERE kind = 'hard';

-- « Débloquer » with « Annuler »: such a row suppresses nothing.
ALTER TABLE suppression ADD COLUMN removed_at TEXT;
ALTER TABLE suppression ADD COLUMN removed_by INTEGER REFERENCES app_user (id);

-- The key of `address_hmac`, sealed like passwords (S57): the database alone does not tell which address stands behind one.
CREATE TABLE hmac_key (
  -- 'address'
  id TEXT NOT NULL PRIMARY KEY,
  secret_ct BLOB NOT NULL,
  key_id TEXT NOT NULL
) STRICT;
CREATE INDEX suppression_by_date ON suppression (created_at, address_hmac);
