-- P63: clients that came in from a file, and what is needed to undo exactly that: ids, no names (P06).
CREATE TABLE import (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Who; NULL: from the command line.
  user_id INTEGER REFERENCES app_user (id),
  -- Goes with the file: '' afterwards.
  file_name TEXT NOT NULL,
  -- What each column is for: a JSON list of codes and nulls.
  columns TEXT NOT NULL,
  clients INTEGER NOT NULL,
  sites INTEGER NOT NULL,
  families INTEGER NOT NULL,
  -- After « Annuler l'import »: clients that somebody had touched since, and that stayed.
  kept INTEGER NOT NULL,
  -- What was made: ids as JSON.
  content TEXT NOT NULL,
  created_at TEXT NOT NULL,
  imported_at TEXT,
  undone_at TEXT
) STRICT;
CREATE INDEX import_by_date ON import (imported_at, created_at);

-- The file in chunks, until it is imported, a day has passed, or somebody's data is let go of, which may stand in it (P06).
CREATE TABLE import_chunk (
  import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (import_id, n)
) STRICT;
