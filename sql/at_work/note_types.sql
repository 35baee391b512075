-- As what the households of the ledger were counted in this run, for the next one.
-- Grain: one household.
-- Writes: built.counted_types.
-- Reads: types_of_period.
DELETE FROM built.counted_types;
INSERT INTO built.counted_types BY NAME FROM types_of_period;
