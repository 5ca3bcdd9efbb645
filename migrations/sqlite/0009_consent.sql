-- What an address may receive: a ledger to which rows are added and in which none is changed, the last of an address and purpose
-- counts (P43). Only of a deleted contact the address is emptied (P06).
CREATE TABLE consent (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The client whose main address it is, or the contact.
  client_id INTEGER REFERENCES client (id),
  contact_id INTEGER REFERENCES contact (id),
  purpose TEXT NOT NULL,
  -- granted or withdrawn
  decision TEXT NOT NULL,
  -- The address that it was said of.
  address_key TEXT NOT NULL,
  -- How it was given; NULL of what was withdrawn.
  source TEXT,
  at TEXT NOT NULL,
  -- Who noted it.
  user_id INTEGER REFERENCES app_user (id),
  CHECK ((client_id IS NULL) <> (contact_id IS NULL))
) STRICT;
CREATE INDEX consent_by_client ON consent (client_id, purpose, id);
CREATE INDEX consent_by_contact ON consent (contact_id, purpose, id);
