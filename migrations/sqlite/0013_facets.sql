-- What the directory filters by (E10), one row a contact and criterion it meets, so that each filter alone is read in the order of
-- names and none walks all contacts. Written with the words of the search (0004), of contacts that are not deleted:
-- k: kind, n: notification type, f: family, c: client, w: function of a live link; i independent; e without an e-mail;
-- m0 to m3 lacks what is expected (model::listing::Expected: 1 first name too, 2 phone too, 3 both).
-- t and p: when it was last saved, another contact had its name at a client of its, or one of its numbers; always under active = 1.
CREATE TABLE contact_facet (
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  facet TEXT NOT NULL,
  active INTEGER NOT NULL,
  sort_key TEXT NOT NULL,
  PRIMARY KEY (contact_id, facet)
) STRICT, WITHOUT ROWID;

INSERT INTO contact_facet (contact_id, facet, active, sort_key)
  SELECT ct.id, met.facet, CASE WHEN ct.inactive_at IS NULL THEN 1 ELSE 0 END, ct.sort_key
  FROM contact ct JOIN (
    SELECT a.contact_id, 'k:' || cl.kind AS facet FROM affiliation a JOIN client cl ON cl.id = a.client_id
      WHERE a.ended_at IS NULL
    UNION SELECT contact_id, 'n:' || notification_type FROM affiliation WHERE ended_at IS NULL
    UNION SELECT a.contact_id, 'f:' || cl.family_id FROM affiliation a JOIN client cl ON cl.id = a.client_id
      WHERE a.ended_at IS NULL AND cl.family_id IS NOT NULL
    UNION SELECT contact_id, 'c:' || client_id FROM affiliation WHERE ended_at IS NULL
    UNION SELECT contact_id, 'w:' || function FROM affiliation WHERE ended_at IS NULL AND function <> ''
    UNION SELECT id, 'i' FROM contact
      WHERE NOT EXISTS (SELECT 1 FROM affiliation a WHERE a.contact_id = contact.id AND a.ended_at IS NULL)
    UNION SELECT id, 'e' FROM contact WHERE email_key IS NULL
    UNION SELECT id, 'm0' FROM contact WHERE last_name = '' OR email_key IS NULL
    UNION SELECT id, 'm1' FROM contact WHERE last_name = '' OR email_key IS NULL OR first_name = ''
    UNION SELECT id, 'm2' FROM contact WHERE last_name = '' OR email_key IS NULL
      OR NOT EXISTS (SELECT 1 FROM phone p WHERE p.contact_id = contact.id)
    UNION SELECT id, 'm3' FROM contact WHERE last_name = '' OR email_key IS NULL OR first_name = ''
      OR NOT EXISTS (SELECT 1 FROM phone p WHERE p.contact_id = contact.id)
  ) met ON met.contact_id = ct.id
  WHERE ct.erased_at IS NULL;
CREATE INDEX contact_facet_by_facet ON contact_facet (facet, active, sort_key, contact_id);

INSERT INTO contact_facet (contact_id, facet, active, sort_key)
  SELECT DISTINCT f.contact_id, 't', 1, f.sort_key FROM contact_facet f
  WHERE f.facet >= 'c:' AND f.facet < 'c;' AND EXISTS (SELECT 1 FROM contact_facet o
    WHERE o.facet = f.facet AND o.active IN (0, 1) AND o.sort_key = f.sort_key AND o.contact_id <> f.contact_id);
INSERT INTO contact_facet (contact_id, facet, active, sort_key)
  SELECT ct.id, 'p', 1, ct.sort_key FROM contact ct
  WHERE ct.erased_at IS NULL AND EXISTS (SELECT 1 FROM phone p JOIN phone q ON q.number_key = p.number_key
    WHERE p.contact_id = ct.id AND p.number_key > '' AND q.contact_id IS NOT NULL AND q.contact_id <> ct.id);

-- The directory without a filter: those forgotten have no name and stand before all others.
CREATE INDEX contact_present ON contact (sort_key, id) WHERE erased_at IS NULL;
CREATE INDEX contact_active ON contact (sort_key, id) WHERE erased_at IS NULL AND inactive_at IS NULL;
CREATE INDEX contact_inactive ON contact (sort_key, id) WHERE erased_at IS NULL AND inactive_at IS NOT NULL;
DROP INDEX contact_by_name;
