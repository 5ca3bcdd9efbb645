-- Two families of clients that became one, so that it can be undone (P12): ids and versions. Kept a day.
CREATE TABLE family_merge (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES app_user (id) ON DELETE CASCADE,
  -- Of the family that went.
  name TEXT NOT NULL,
  -- The family that its clients joined, which may be gone, too.
  into_id INTEGER NOT NULL,
  -- Each client with the version that it has had since, as JSON.
  content TEXT NOT NULL,
  at TEXT NOT NULL,
  undone_at TEXT
) STRICT;
CREATE INDEX family_merge_by_date ON family_merge (at);
