-- Whether anything of a batch still moves is asked after each mail, and how many mails an account sent in a minute and in a day: both
-- without walking through what is long done.
ALTER TABLE delivery ADD COLUMN batch_id INTEGER REFERENCES batch (id);
UPDATE delivery SET batch_id = (SELECT m.batch_id FROM message m WHERE m.id = delivery.message_id);
CREATE INDEX delivery_moving ON delivery (batch_id) WHERE state IN ('held', 'queued', 'leased', 'in_flight');
ALTER TABLE attempt ADD COLUMN account_id INTEGER REFERENCES smtp_account (id) ON DELETE SET NULL;
UPDATE attempt SET account_id = (SELECT d.account_id FROM delivery d WHERE d.id = attempt.delivery_id);
CREATE INDEX attempt_by_account ON attempt (account_id, ended_at);
CREATE INDEX delivery_expiring ON delivery (expires_at) WHERE state = 'queued' AND priority < 100;
