-- Visits at a client's, perhaps at a site of it and with a contact (P37). What people write of one is theirs; names stay with the
-- contact (P06).
CREATE TABLE intervention (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id INTEGER NOT NULL REFERENCES client (id),
  -- Only of a removed one may the site go: while it stands in lists the site stays, too.
  site_id INTEGER REFERENCES site (id) ON DELETE SET NULL,
  contact_id INTEGER REFERENCES contact (id),
  at TEXT NOT NULL,
  subject TEXT NOT NULL,
  notes TEXT NOT NULL,
  -- planned, done or cancelled
  state TEXT NOT NULL,
  created_by INTEGER REFERENCES app_user (id) ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  -- « Supprimer » with « Annuler »: gone for good a day later.
  removed_at TEXT,
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX intervention_by_date ON intervention (at, id) WHERE removed_at IS NULL;
CREATE INDEX intervention_by_state ON intervention (state, at, id) WHERE removed_at IS NULL;
CREATE INDEX intervention_by_client ON intervention (client_id, at, id) WHERE removed_at IS NULL;
CREATE INDEX intervention_by_site ON intervention (site_id);
CREATE INDEX intervention_by_contact ON intervention (contact_id);
CREATE INDEX intervention_to_forget ON intervention (removed_at) WHERE removed_at IS NOT NULL;
