-- The key of the form whose first save made the draft, until it is saved by its id: when the answer to that save is lost, the next
-- one finds what it made.
ALTER TABLE draft ADD COLUMN idem_key TEXT;
CREATE UNIQUE INDEX draft_by_key ON draft (user_id, idem_key);
