-- Documents (P30): invoices, orders, reports, each of a client, perhaps about one of its sites and for one of its contacts.
CREATE TABLE document (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id INTEGER NOT NULL REFERENCES client (id),
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  -- The folded number: unique among the documents of its kind that are not removed.
  number_key TEXT NOT NULL,
  -- The day on it, as 2026-11-23: of no time zone.
  day TEXT NOT NULL,
  -- In hundredths; NULL where it comes to nothing.
  amount_cents INTEGER,
  -- ISO 4217, with the amount.
  currency TEXT NOT NULL,
  site_id INTEGER REFERENCES site (id),
  contact_id INTEGER REFERENCES contact (id),
  -- Its PDF; NULL for an order without one.
  hash BLOB REFERENCES blob (hash),
  file_name TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  created_by INTEGER REFERENCES app_user (id) ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  -- « Supprimer » with « Annuler »: gone for good a day later.
  removed_at TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX document_number ON document (kind, number_key) WHERE removed_at IS NULL;
CREATE INDEX document_by_client ON document (client_id, day, id);
CREATE INDEX document_by_day ON document (day, id);
CREATE INDEX document_by_site ON document (site_id);
CREATE INDEX document_by_contact ON document (contact_id);
CREATE INDEX document_by_hash ON document (hash);
CREATE INDEX document_removed ON document (removed_at) WHERE removed_at IS NOT NULL;

-- What was sent of a document.
CREATE INDEX message_by_document ON message (document_id);
