-- Copies that were put in place: nothing leaves while one of them is not confirmed, because what waits in it may have left since (S69).
CREATE TABLE restoration (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- From when the copy is.
  copied_at TEXT NOT NULL,
  restored_at TEXT NOT NULL,
  -- The newest act of sending that the copy knows; later ones cannot have left.
  last_batch_id INTEGER NOT NULL,
  -- Mails leave again since then.
  confirmed_at TEXT,
  confirmed_by INTEGER REFERENCES app_user (id) ON DELETE SET NULL
) STRICT;
