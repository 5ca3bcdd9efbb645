-- Contacts that are one person: two of them become one, or somebody said that they are two.

-- The contact that went is an empty, deleted row from then on; what it was, and what the other one was, stands in `snapshot`.
CREATE TABLE merge (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kept_id INTEGER NOT NULL REFERENCES contact (id),
  gone_id INTEGER NOT NULL REFERENCES contact (id),
  by_id INTEGER REFERENCES app_user (id) ON DELETE SET NULL,
  at TEXT NOT NULL,
  -- Everything that undoing gives back, as JSON; NULL once it cannot be undone any more (P06).
  snapshot TEXT,
  undone_at TEXT
) STRICT;
CREATE INDEX merge_by_kept ON merge (kept_id);
CREATE UNIQUE INDEX merge_gone ON merge (gone_id) WHERE undone_at IS NULL;
CREATE INDEX merge_to_undo ON merge (at, id) WHERE snapshot IS NOT NULL;

-- « Ce ne sont pas des doublons »; the smaller id first.
CREATE TABLE not_double (
  a_id INTEGER NOT NULL REFERENCES contact (id),
  b_id INTEGER NOT NULL REFERENCES contact (id),
  by_id INTEGER REFERENCES app_user (id) ON DELETE SET NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (a_id, b_id)
) STRICT;

-- Contacts with the same number, one number after the other.
CREATE INDEX phone_of_contacts ON phone (number_key, contact_id) WHERE contact_id IS NOT NULL;
