-- Reversals take the link of the row that they cancel, in its newest version.
-- Grain: one accepted person row.
-- Makes: reversals.
-- Writes: linkage.row_links.
-- Reads: files, person_rows, reversals.
-- Slots: linked (links of cancelled_rows).
CREATE OR REPLACE TEMP TABLE reversals AS
WITH cancelled_rows AS (
    SELECT source, file_id, row_number, person_key, fact
    FROM person_rows
    SEMI JOIN (SELECT source, reverses AS fact FROM person_rows WHERE reverses IS NOT NULL) USING (source, fact)
),

cancelled AS (
    SELECT l.source, l.fact, arg_max(
        {{'status': l.status, 'household_id': household_id, 'member_id': member_id, 'probability': probability}},
        (f.period, l.file_id, l.row_number)
    ) AS link
    FROM ({linked}) AS l
    JOIN files AS f USING (file_id)
    GROUP BY ALL
)

SELECT r.file_id, r.row_number, unnest(c.link), 'reversal' AS stage
FROM person_rows AS r
JOIN cancelled AS c ON c.source = r.source AND c.fact = r.reverses;

DELETE FROM linkage.row_links AS x USING reversals AS r WHERE x.file_id = r.file_id AND x.row_number = r.row_number;
INSERT INTO linkage.row_links BY NAME FROM reversals;
