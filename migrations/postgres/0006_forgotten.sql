-- Mails that were on their way when somebody was forgotten are looked at again (P06).
CREATE INDEX contact_forgotten ON contact (forgotten_at) WHERE forgotten_at IS NOT NULL;
