-- The organisation's own phrases (P35). Where there is no row, the text that comes with Bonport holds.
CREATE TABLE covering_text (
  -- model::DocumentKind
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  content TEXT NOT NULL,
  version BIGINT NOT NULL,
  changed_at TIMESTAMPTZ NOT NULL,
  changed_by BIGINT NOT NULL REFERENCES app_user (id),
  PRIMARY KEY (kind, language)
);
