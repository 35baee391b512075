-- What every accepted row about a person is linked to.
-- Grain: one accepted person row.
-- Makes: links.
-- Reads: main.files.
-- Slots: linked (links of written), rows (source, file_id, row_number, person_key of all sources).
CREATE OR REPLACE VIEW links AS
WITH written AS (
    {rows}
)
SELECT l.source, f.period, l.file_id, l.row_number, l.status, l.household_id, l.member_id, l.stage, l.probability
FROM ({linked}) AS l
JOIN main.files AS f USING (file_id);
