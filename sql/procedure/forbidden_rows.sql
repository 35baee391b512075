-- Rows refused because the document forbids what they say, with its article; never the value.
-- Grain: returned row and column.
-- Makes: forbidden_rows.
-- Reads: forbidden_steps.
CREATE OR REPLACE TEMP TABLE forbidden_rows AS
SELECT DISTINCT file_id, sheet, row_number, column_name, reason FROM forbidden_steps;
