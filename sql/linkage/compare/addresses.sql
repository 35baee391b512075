-- Addresses of a batch.
-- Grain: one rid. Inputs: link_rows, link_batch.
SELECT rid, address FROM link_rows SEMI JOIN link_batch USING (rid) WHERE address IS NOT NULL ORDER BY rid
