-- What every accepted row about a person is linked to.
-- Grain: one accepted person row. Inputs: files, linkage.person_links, linkage.row_links.
-- Slots: rows of all sources (source, file_id, row_number, person_key); linked, links of written.
CREATE OR REPLACE VIEW links AS
WITH written AS (
    {rows}
)
SELECT l.source, f.period, l.file_id, l.row_number, l.status, l.household_id, l.member_id, l.stage, l.probability
FROM ({linked}) AS l
JOIN main.files AS f USING (file_id);
