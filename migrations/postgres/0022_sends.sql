-- « Envois » (E16): each of its filters is read from an index, the newest first.
CREATE INDEX batch_by_state ON batch (state, id);
CREATE INDEX batch_by_author ON batch (created_by, id);
CREATE INDEX delivery_failures ON delivery (message_id) WHERE state IN ('failed', 'expired', 'suppressed');
CREATE INDEX delivery_uncertain ON delivery (message_id) WHERE state = 'uncertain';
