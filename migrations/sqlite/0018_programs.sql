-- Programs that put documents in, each known by the hash of its token only (S07).
CREATE TABLE program (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  -- What it may; 'documents': put them in.
  may TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  created_by INTEGER NOT NULL REFERENCES app_user (id),
  created_at TEXT NOT NULL,
  -- NULL: never.
  expires_at TEXT,
  last_used_at TEXT,
  -- « Révoquer » with « Annuler »: can be given back for a day.
  revoked_at TEXT
) STRICT;

-- Put in by a program (P50); nobody's is what came from the command line.
ALTER TABLE document ADD COLUMN program_id INTEGER REFERENCES program (id);

-- Documents that are to leave by themselves, from the transaction of their arrival until their mails are in the outbox.
CREATE TABLE document_arrival (
  document_id INTEGER NOT NULL PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
  arrived_at TEXT NOT NULL,
  -- model::WaitsFor; NULL while nobody has to look at it.
  waits_for TEXT,
  -- « Ne pas envoyer »; gone for good a day later.
  dismissed_at TEXT
) STRICT;
CREATE INDEX document_arrival_due ON document_arrival (document_id) WHERE waits_for IS NULL;
CREATE INDEX document_arrival_waiting ON document_arrival (arrived_at, document_id) WHERE waits_for IS NOT NULL;
