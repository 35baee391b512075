-- Every fault of a row that was refused, for itself or because the policy document forbids it.
-- Grain: fault of a row.
-- Writes: returned_problems.
-- Reads: forbidden_rows, returned.problems.
DELETE FROM returned_problems;

INSERT INTO returned_problems BY NAME
SELECT file_id, sheet, row_number, column_name, reason FROM returned.problems
UNION ALL
SELECT file_id, sheet, row_number, column_name, reason FROM forbidden_rows
ORDER BY ALL;
