-- Facts of a source that the period built last could count: no row that a later one replaced.
-- Grain: one accepted row. Inputs: accepted.<source>, files, built.counted_files, built.replaced_rows; links of persons and rows.
-- Slots: view; source, as a literal; written and sent, the contract's columns into and out of the names under which they pass
-- the link, for a department may call a column of its own `status`; rows; linked, the rows with their links; link, its columns.
CREATE OR REPLACE VIEW {view} AS
WITH written AS (
    SELECT file_id, row_number, {written} FROM {rows}
)
SELECT f.period AS file_period, l.file_id, l.row_number, {sent}
FROM ({linked}) AS l
JOIN main.files AS f USING (file_id)
SEMI JOIN built.counted_files AS c USING (file_id)
ANTI JOIN (SELECT file_id, row_number FROM built.replaced_rows WHERE source = {source}) AS x USING (file_id, row_number);
