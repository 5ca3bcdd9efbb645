-- « Envois » (E16): what failed, is uncertain or came back is read send by send, each one step of an index whatever its size; so is a
-- kind of sends.
CREATE INDEX delivery_failures_by_batch ON delivery (batch_id) WHERE state IN ('failed', 'expired', 'suppressed');
CREATE INDEX delivery_uncertain_by_batch ON delivery (batch_id) WHERE state = 'uncertain';
CREATE INDEX delivery_bounced_by_batch ON delivery (batch_id) WHERE bounced_at IS NOT NULL;
CREATE INDEX batch_by_kind ON batch (kind, id);
DROP INDEX delivery_failures;
DROP INDEX delivery_uncertain;
