-- Rows that the policy document forbids, with its article.
-- Grain: fault of a row.
-- Makes: forbidden_rows.
CREATE OR REPLACE TEMP TABLE forbidden_rows (
    file_id VARCHAR, sheet VARCHAR, row_number INTEGER, column_name VARCHAR, reason VARCHAR
);
