-- Adds the rows of one source whose facts have changed.
-- Grain: one row of the source.
-- Writes: changed_rows.
-- Reads: accepted_rows, changed_keys.
-- Parameters: $source.
INSERT INTO changed_rows BY NAME
SELECT $source AS source, file_id, row_number, person_key, household_id
FROM accepted_rows
SEMI JOIN changed_keys USING (fact_key);
