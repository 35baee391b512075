-- One batch of persons with the columns that the model's conditions use (l).
-- Grain: one rid.
-- Makes: link_left.
-- Reads: $persons, link_row_places, linkage.members.
-- Parameters: $end (NULL: all the rest), $persons (with the columns of link_rows), $start.
CREATE OR REPLACE TEMP TABLE link_left AS
WITH batch AS NOT MATERIALIZED (
    FROM query_table($persons) WHERE rid >= $start AND ($end IS NULL OR rid < $end)
), places AS (
    SELECT rid, list(village_id) FILTER (village_id IS NOT NULL) AS villages, list(DISTINCT township_id) AS townships
    FROM link_row_places GROUP BY rid
)
SELECT r.* EXCLUDE (source, address, name, owner),
    coalesce(r.source, 'persons') AS source,
    r.owner AS owner_name,
    r.address IS NOT NULL AS has_address,
    coalesce(places.villages, []) AS villages,
    coalesce(places.townships, []) AS townships,
    -- A birth date beside 王小花之子 may be anyone's: the name and the number are the owner's.
    CASE WHEN r.kin_generation IS NULL THEN r.birth_date END AS own_birth,
    CASE WHEN r.kin_generation IS NULL THEN coalesce(r.birth_date, r.birth_trusted) ELSE r.birth_trusted END AS known_birth,
    r.last4 IS NOT NULL AS number_ends,
    r.first17 IS NOT NULL AND r.first17 IN (SELECT first17 FROM linkage.members SEMI JOIN batch USING (first17)) AS number_known
FROM batch AS r
LEFT JOIN places ON places.rid = r.rid
