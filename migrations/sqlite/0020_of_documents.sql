-- A mail that is written about a document (P27), and the report of an intervention.
ALTER TABLE draft ADD COLUMN document_id INTEGER REFERENCES document (id) ON DELETE SET NULL;
CREATE INDEX draft_by_document ON draft (document_id) WHERE document_id IS NOT NULL;
ALTER TABLE document ADD COLUMN intervention_id INTEGER REFERENCES intervention (id) ON DELETE SET NULL;
CREATE INDEX document_by_intervention ON document (intervention_id) WHERE intervention_id IS NOT NULL;
