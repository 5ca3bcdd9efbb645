-- The directory's filters (E10): from one spelling of a function to the next, and to the people who have it.
CREATE INDEX affiliation_by_function ON affiliation (function, contact_id) WHERE ended_at IS NULL;

-- Criteria of the directory that a person keeps under a name.
CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- The folded name: saved again, a view is replaced.
  name_key TEXT NOT NULL,
  -- The address' query without what was searched: criteria, no names (P06).
  query TEXT NOT NULL,
  created_at TEXT NOT NULL,
  -- « Retirer » with « Annuler »: gone for good a day later.
  removed_at TEXT,
  UNIQUE (user_id, name_key)
) STRICT;

-- What somebody did to several contacts at once, so that it can be undone: ids and versions, no names (P06). Kept a day.
CREATE TABLE bulk_act (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  -- model::bulk::BulkDone as JSON.
  content TEXT NOT NULL,
  at TEXT NOT NULL,
  undone_at TEXT
) STRICT;
CREATE INDEX bulk_act_by_date ON bulk_act (at);
