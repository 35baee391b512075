-- The facts of one file, in a table of its own: of a part of a table the engine does not know how few rows it is, and
-- would look up all earlier rows in them the dearer way round.
-- Grain: one row of the file.
-- Makes: sent_facts.
-- Reads: <rows>.
-- Parameters: $file_id.
-- Slots: fact (what makes two rows the same fact), rows.
CREATE OR REPLACE TEMP TABLE sent_facts AS
SELECT row_number, {fact} AS fact FROM {rows} WHERE file_id = $file_id;
