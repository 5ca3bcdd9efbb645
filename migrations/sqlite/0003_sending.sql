-- What leaves: accounts, drafts, and the outbox (delivery.md §1).

CREATE TABLE smtp_account (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- 'organisation' or 'user'; one each (P52).
  owner TEXT NOT NULL,
  user_id INTEGER UNIQUE REFERENCES app_user (id) ON DELETE CASCADE,
  -- 'smtp' or 'test_mailbox' (P52).
  transport TEXT NOT NULL,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  security TEXT NOT NULL,
  login TEXT NOT NULL,
  -- XChaCha20-Poly1305, bound to this row (S57); NULL without a password.
  secret_ct BLOB,
  key_id TEXT,
  from_address TEXT NOT NULL,
  from_name TEXT NOT NULL,
  reply_to TEXT,
  copy_to_self INTEGER NOT NULL,
  max_connections INTEGER NOT NULL,
  per_minute INTEGER NOT NULL,
  per_day INTEGER NOT NULL,
  -- ok, throttled, auth_failed, sender_refused, disabled
  state TEXT NOT NULL,
  state_text TEXT NOT NULL,
  state_at TEXT NOT NULL,
  next_ok_at TEXT,
  backoff_n INTEGER NOT NULL,
  -- What the server said of SIZE last time, in bytes.
  max_size INTEGER,
  lease_owner TEXT,
  lease_epoch INTEGER NOT NULL,
  lease_until TEXT,
  last_served_at TEXT,
  tested_at TEXT,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;

-- At most one account is the organisation's.
CREATE UNIQUE INDEX smtp_account_organisation ON smtp_account (owner) WHERE owner = 'organisation';

-- Files and whole mails, in chunks: several machines share them. The same content is kept once.
CREATE TABLE blob (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- SHA-256; NULL while it is being written.
  hash BLOB UNIQUE,
  size INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE blob_chunk (
  blob_id INTEGER NOT NULL REFERENCES blob (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (blob_id, n)
) STRICT;

CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  client_id INTEGER REFERENCES client (id),
  -- model::compose::Draft as JSON.
  content TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  -- Set while its mail is held or sent; « Annuler l'envoi » clears it.
  sent_batch_id INTEGER,
  -- « Supprimer » with « Annuler »: gone for good a day later.
  removed_at TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_by_user ON draft (user_id, changed_at);

CREATE TABLE batch (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- system, one_off, document, campaign
  kind TEXT NOT NULL,
  -- The form's key: a double click makes one batch.
  idem_key TEXT NOT NULL UNIQUE,
  -- running, paused, cancelled, done
  state TEXT NOT NULL,
  undo_until TEXT,
  created_by INTEGER REFERENCES app_user (id),
  draft_id INTEGER,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX batch_by_date ON batch (created_at, id);
CREATE INDEX batch_by_user ON batch (created_by, created_at, id);

CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  batch_id INTEGER NOT NULL REFERENCES batch (id),
  client_id INTEGER REFERENCES client (id),
  document_id INTEGER,
  account_id INTEGER REFERENCES smtp_account (id) ON DELETE SET NULL,
  -- Made once, when the mail enters the outbox; a retry sends the same bytes.
  message_id TEXT NOT NULL,
  mime_hash BLOB NOT NULL REFERENCES blob (hash),
  size INTEGER NOT NULL,
  from_address TEXT NOT NULL,
  from_name TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  -- The mail this one sends again (« Corriger et renvoyer »).
  again_of_id INTEGER REFERENCES message (id),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX message_by_batch ON message (batch_id, id);
CREATE INDEX message_by_client ON message (client_id, batch_id);
CREATE INDEX message_by_mime ON message (mime_hash);

-- A file of a draft, then of the message that it became.
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  draft_id INTEGER REFERENCES draft (id) ON DELETE CASCADE,
  message_id INTEGER REFERENCES message (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  hash BLOB NOT NULL REFERENCES blob (hash),
  created_at TEXT NOT NULL,
  -- Taken off a draft; can be given back for a day.
  removed_at TEXT
) STRICT;
CREATE INDEX attachment_by_draft ON attachment (draft_id, position);
CREATE INDEX attachment_by_message ON attachment (message_id, position);
CREATE INDEX attachment_by_hash ON attachment (hash);

CREATE TABLE delivery (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id INTEGER NOT NULL REFERENCES message (id),
  account_id INTEGER REFERENCES smtp_account (id) ON DELETE SET NULL,
  contact_id INTEGER REFERENCES contact (id),
  position INTEGER NOT NULL,
  address TEXT NOT NULL,
  address_key TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  -- « Copie à moi-même »
  self_copy INTEGER NOT NULL,
  -- held, queued, leased, in_flight, sent, failed, uncertain, cancelled, suppressed, expired
  state TEXT NOT NULL,
  due_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  -- Smaller leaves first: 0 system, 1 one-off, 2 document, 3 campaign.
  priority INTEGER NOT NULL,
  lease_epoch INTEGER NOT NULL,
  leased_by TEXT,
  lease_until TEXT,
  -- « peut-être reçu deux fois »
  dup_risk INTEGER NOT NULL,
  -- It went to the test mailbox, nowhere else (P52).
  test_mailbox INTEGER NOT NULL,
  last_phase TEXT NOT NULL,
  last_code INTEGER,
  last_enhanced TEXT NOT NULL,
  last_text TEXT NOT NULL,
  sent_at TEXT,
  changed_at TEXT NOT NULL,
  -- The delivery that a corrected address replaced.
  corrects_id INTEGER REFERENCES delivery (id),
  UNIQUE (message_id, address_key)
) STRICT;
CREATE INDEX delivery_due ON delivery (account_id, priority, due_at, id, expires_at) WHERE state = 'queued';
CREATE INDEX delivery_open ON delivery (state, due_at, id) WHERE state IN ('held', 'leased', 'in_flight');
CREATE INDEX delivery_failed ON delivery (changed_at, id) WHERE state IN ('failed', 'uncertain', 'expired');
CREATE INDEX delivery_by_contact ON delivery (contact_id, id);
CREATE INDEX delivery_by_address ON delivery (address_key, id);
CREATE INDEX delivery_by_correction ON delivery (corrects_id);

-- Append-only.
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id INTEGER NOT NULL REFERENCES delivery (id),
  n INTEGER NOT NULL,
  worker TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  phase TEXT NOT NULL,
  code INTEGER,
  enhanced TEXT NOT NULL,
  text TEXT NOT NULL,
  peer TEXT NOT NULL,
  tls TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_by_delivery ON attempt (delivery_id, n);
CREATE INDEX attempt_by_date ON attempt (started_at);

-- Append-only: what history shows.
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  batch_id INTEGER REFERENCES batch (id),
  delivery_id INTEGER REFERENCES delivery (id),
  user_id INTEGER REFERENCES app_user (id),
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_batch ON event (batch_id, id);
CREATE INDEX event_by_delivery ON event (delivery_id, id);

CREATE TABLE suppression (
  address_hmac BLOB NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  event_id INTEGER REFERENCES event (id),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE worker (
  id TEXT NOT NULL PRIMARY KEY,
  boot_id TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;
