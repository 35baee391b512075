-- Rows of earlier runs whose link may differ from that of the last run: the person is linked otherwise, the row has
-- another link of its own, or a recorded change may be undone by this run.
-- Grain: one accepted person row.
-- Makes: changes_before, touched_rows.
-- Reads: changes_before, link_changes, linkage.row_links, moved_persons, person_rows, row_links_before, windows.
-- Parameters: $first_file (of this run).
CREATE OR REPLACE TEMP TABLE changes_before AS
FROM link_changes WHERE period >= (SELECT period FROM windows);

CREATE OR REPLACE TEMP TABLE touched_rows AS
WITH otherwise AS (
    (FROM row_links_before EXCEPT FROM linkage.row_links)
    UNION ALL
    (FROM linkage.row_links EXCEPT FROM row_links_before)
),

places AS (
    SELECT file_id, row_number FROM otherwise
    UNION
    SELECT file_id, row_number FROM changes_before
)

SELECT file_id, row_number, source, person_key
FROM person_rows SEMI JOIN moved_persons USING (person_key)
WHERE file_id < $first_file
UNION
SELECT file_id, row_number, source, person_key
FROM person_rows SEMI JOIN places USING (file_id, row_number)
WHERE file_id < $first_file;
