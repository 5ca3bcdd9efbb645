-- Searching people and clients by the beginnings of words (D65–D67). Folded words; `place` says how well a match counts:
-- 0 a word of the name, 1 any other word; 2 and 3 the same of what can no longer be written to.

CREATE TABLE contact_word (
  contact_id BIGINT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  word TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  sort_key TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (contact_id, word)
);
CREATE INDEX contact_word_by_word ON contact_word (place, word, sort_key, contact_id);

-- The first letters of those words, best rows first: two to four letters have too many words to sort at each key.
-- Written and removed with `contact_word`, whose rows tell which ones there are.
CREATE TABLE contact_prefix (
  prefix TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  sort_key TEXT COLLATE "C" NOT NULL,
  contact_id BIGINT NOT NULL,
  PRIMARY KEY (prefix, place, sort_key, contact_id)
);

CREATE TABLE client_word (
  client_id BIGINT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  word TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  sort_key TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (client_id, word)
);
CREATE INDEX client_word_by_word ON client_word (place, word, sort_key, client_id);

CREATE TABLE client_prefix (
  prefix TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  sort_key TEXT COLLATE "C" NOT NULL,
  client_id BIGINT NOT NULL,
  PRIMARY KEY (prefix, place, sort_key, client_id)
);
