-- Rows, of whatever file, of facts that a changed file reports, or that probably are one with these; of all sources.
-- Grain: one row.
-- Makes: changed_rows.
CREATE OR REPLACE TEMP TABLE changed_rows (
    source VARCHAR, file_id INTEGER, row_number INTEGER, person_key UBIGINT, household_id VARCHAR
);
