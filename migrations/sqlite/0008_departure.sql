-- « A quitté l'entreprise »: what one act did, so that it can be undone while nobody has changed any of it (P03). Ids, versions and
-- former choices only: nothing of a person (P06).
CREATE TABLE departure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- What ended.
  ended_id INTEGER NOT NULL REFERENCES affiliation (id) ON DELETE CASCADE,
  ended_version INTEGER NOT NULL,
  -- Where the contact went, with its star from the start; NULL: nowhere.
  begun_id INTEGER REFERENCES affiliation (id) ON DELETE CASCADE,
  begun_starred_at TEXT,
  -- Who took over; NULL: nobody. Its version after that and what it received before, when its record changed.
  successor_id INTEGER REFERENCES affiliation (id) ON DELETE CASCADE,
  successor_version INTEGER,
  successor_type TEXT,
  -- When it got the star, and the function, of who left; NULL: not by this act.
  star_taken_at TEXT,
  function_taken_at TEXT,
  -- The contact was inactive since then by the cascade of this client (P04).
  inactive_at TEXT,
  inactive_by_client_id INTEGER REFERENCES client (id),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX departure_by_begun ON departure (begun_id);
CREATE INDEX departure_by_ended ON departure (ended_id);
CREATE INDEX departure_by_successor ON departure (successor_id);
