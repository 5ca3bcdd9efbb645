-- A large act of sending is put into the outbox in steps (`outbox::fill`). `batch.state` is 'draft' while it is being filled,
-- 'dropping' when that came to nothing, 'dropped' when nothing is left of it: nobody sees it then. Once it is whole, its mails are let go
-- some thousands at a time, from `feed_from` on; without it none of them waits for that.
ALTER TABLE batch ADD COLUMN feed_from TIMESTAMPTZ;
CREATE INDEX batch_feeding ON batch (feed_from, id) WHERE feed_from IS NOT NULL;

-- Hardly any mail corrects another.
DROP INDEX delivery_by_correction;
CREATE INDEX delivery_by_correction ON delivery (corrects_id) WHERE corrects_id IS NOT NULL;

-- A row's own mail says to which batch it belongs, and that the batch exists; `bonport check` looks whether both say the same. Looking it
-- up a second time is a sixth of what a million rows take.
ALTER TABLE delivery DROP CONSTRAINT delivery_batch_id_fkey;
