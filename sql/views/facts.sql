-- Facts of a source that could count in the period built last: no row that a later one replaced. Columns are renamed
-- on the way, since a department may use a column name of the link, such as `status`.
-- Grain: one accepted row.
-- Makes: <facts>.
-- Reads: <rows>, built.counted_files, built.replaced_rows, main.files.
-- Slots: facts, linked (the rows with their links), rows, sent (columns of the view), source, written (columns of the
--   rows under temporary names).
CREATE OR REPLACE VIEW {facts} AS
WITH written AS (
    SELECT file_id, row_number, {written} FROM {rows}
)
SELECT f.period AS file_period, l.file_id, l.row_number, {sent}
FROM ({linked}) AS l
JOIN main.files AS f USING (file_id)
SEMI JOIN built.counted_files AS c USING (file_id)
ANTI JOIN (SELECT file_id, row_number FROM built.replaced_rows WHERE source = {source}) AS x USING (file_id, row_number);
