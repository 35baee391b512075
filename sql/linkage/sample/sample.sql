-- Some persons of each department, the same ones every time: keys are digests, so that the smallest are a fair draw.
-- Grain: one department and person, by rid.
-- Makes: link_drawn.
-- Reads: link_population (source, person_key, row_count).
-- Parameters: $most (of each department).
CREATE OR REPLACE TEMP TABLE link_drawn AS
SELECT source, p.person_key, p.row_count, CAST(row_number() OVER (ORDER BY p.person_key, source) - 1 AS INTEGER) AS rid
FROM (
    SELECT source, unnest(arg_min({person_key: person_key, row_count: row_count}, person_key, $most)) AS p
    FROM link_population GROUP BY source
)
