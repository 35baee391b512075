-- The next rows to compare.
-- Grain: one rid. Inputs: link_rows; $start, $end.
CREATE OR REPLACE TEMP TABLE link_batch AS SELECT rid FROM link_rows WHERE rid >= $start AND rid < $end
