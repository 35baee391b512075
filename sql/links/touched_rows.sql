-- Person rows whose link may be another than in the last run; all others keep theirs. Touched is a row that is new, whose
-- person is linked otherwise, whose person is linked to nobody but was before (the window moves on), that cancels another row
-- or is cancelled.
-- Grain: one accepted person row.
-- Inputs: person_rows (view), links of the last run, moved_persons, linkage.person_links, linkage.earlier_links.
CREATE OR REPLACE TEMP TABLE touched_rows AS
WITH persons AS (
    FROM moved_persons
    UNION
    SELECT person_key
    FROM linkage.earlier_links
    SEMI JOIN (SELECT person_key FROM linkage.person_links WHERE status <> 'linked') AS p USING (person_key)
)
SELECT *
FROM person_rows
WHERE file_id NOT IN (SELECT DISTINCT file_id FROM links)
    OR person_key IN (FROM persons)
    OR (file_id, row_number) IN (SELECT (file_id, row_number) FROM links WHERE stage = 'former_member')
    OR reverses IS NOT NULL
    OR (source, fact) IN (SELECT (source, reverses) FROM person_rows WHERE reverses IS NOT NULL);
