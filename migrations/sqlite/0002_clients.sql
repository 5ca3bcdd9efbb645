-- The address book: clients, their sites, contacts, and how they belong together (product.md §1).

CREATE TABLE family (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE client (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  reference TEXT NOT NULL,
  reference_key TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  -- The folded label: lists are ranged and paged by (sort_key, id).
  sort_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  family_id INTEGER REFERENCES family (id),
  language TEXT NOT NULL,
  -- The main contact: a person or a desk, not a row of `contact` (P02).
  civility TEXT,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT,
  email_key TEXT,
  billing_email TEXT,
  billing_email_key TEXT,
  street TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  town TEXT NOT NULL,
  town_key TEXT NOT NULL,
  country TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  inactive_at TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX client_by_label ON client (sort_key, id);
CREATE INDEX client_by_town ON client (town_key, sort_key, id);
CREATE INDEX client_by_change ON client (changed_at, id);
CREATE INDEX client_by_family ON client (family_id, sort_key, id);
CREATE INDEX client_by_email ON client (email_key);
CREATE INDEX client_by_billing_email ON client (billing_email_key);

CREATE TABLE site (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id INTEGER NOT NULL REFERENCES client (id),
  label TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  street TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  town TEXT NOT NULL,
  country TEXT NOT NULL,
  -- The person in charge there.
  person TEXT NOT NULL,
  phone TEXT NOT NULL,
  email TEXT,
  email_key TEXT,
  extra TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  inactive_at TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX site_by_client ON site (client_id, sort_key, id);
CREATE INDEX site_by_email ON site (email_key);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  civility TEXT,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  email TEXT,
  email_key TEXT UNIQUE,
  language TEXT NOT NULL,
  sort_key TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  inactive_at TEXT,
  -- Made inactive by the cascade of P04 when this client was: given back with it.
  inactive_by_client_id INTEGER REFERENCES client (id),
  -- Deleted: shown nowhere but in histories, as « contact supprimé » (P06).
  erased_at TEXT,
  -- Its personal data is gone: the time to undo has passed.
  forgotten_at TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_by_name ON contact (sort_key, id);
CREATE INDEX contact_by_cascade ON contact (inactive_by_client_id);
CREATE INDEX contact_to_forget ON contact (erased_at) WHERE erased_at IS NOT NULL AND forgotten_at IS NULL;
-- Mails that were on their way then are looked at again.
CREATE INDEX contact_forgotten ON contact (forgotten_at) WHERE forgotten_at IS NOT NULL;

-- Several phones each: of a client's main contact, or of a contact.
CREATE TABLE phone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id INTEGER REFERENCES client (id) ON DELETE CASCADE,
  contact_id INTEGER REFERENCES contact (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  label TEXT NOT NULL,
  number TEXT NOT NULL,
  -- Digits only, for searching and comparing.
  number_key TEXT NOT NULL,
  CHECK ((client_id IS NULL) <> (contact_id IS NULL))
) STRICT;
CREATE INDEX phone_by_client ON phone (client_id, position);
CREATE INDEX phone_by_contact ON phone (contact_id, position);
CREATE INDEX phone_by_number ON phone (number_key);

-- The link contact–client. Ending it keeps the row (P03); at most one live one a pair.
CREATE TABLE affiliation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contact (id),
  client_id INTEGER NOT NULL REFERENCES client (id),
  function TEXT NOT NULL,
  site_id INTEGER REFERENCES site (id),
  notification_type TEXT NOT NULL,
  starred_at TEXT,
  since TEXT NOT NULL,
  ended_at TEXT,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX affiliation_live ON affiliation (client_id, contact_id) WHERE ended_at IS NULL;
CREATE INDEX affiliation_by_contact ON affiliation (contact_id, ended_at);
CREATE INDEX affiliation_by_client ON affiliation (client_id, ended_at);
CREATE INDEX affiliation_by_site ON affiliation (site_id);

-- How often and when an address was written to for a client: ranking (D67), familiar domains (P29).
CREATE TABLE address_use (
  client_id INTEGER NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  address_key TEXT NOT NULL,
  uses INTEGER NOT NULL,
  last_used_at TEXT NOT NULL,
  PRIMARY KEY (client_id, address_key)
) STRICT;
CREATE INDEX address_use_by_address ON address_use (address_key);
