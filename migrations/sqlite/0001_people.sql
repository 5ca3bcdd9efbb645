-- Who may come in, and what the organisation chose.

-- One row a setting, its value as JSON; model::Settings knows the keys and what holds when a row is absent.
CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at TEXT NOT NULL
) STRICT;

CREATE TABLE app_user (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  -- NULL until the invitation is accepted.
  password_hash TEXT,
  language TEXT NOT NULL,
  theme TEXT NOT NULL,
  -- NULL: the organisation's.
  time_zone TEXT,
  signature TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  disabled_at TEXT,
  version INTEGER NOT NULL
) STRICT;

-- Only hashes of tokens are kept (S07).
CREATE TABLE session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash BLOB NOT NULL UNIQUE,
  user_id INTEGER NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  user_agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_user ON session (user_id);

-- Invitations, forgotten passwords, the first start: used once, the newest only (S10, S12).
CREATE TABLE access_token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_hash BLOB NOT NULL UNIQUE,
  purpose TEXT NOT NULL,
  user_id INTEGER REFERENCES app_user (id) ON DELETE CASCADE,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT;
CREATE INDEX access_token_by_user ON access_token (user_id);
