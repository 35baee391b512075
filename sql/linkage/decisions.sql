-- One decision a row: linked when few enough strangers would agree as well and the next household is far behind; the
-- member only when nobody else of the household comes near.
-- Grain: one rid that has a candidate. Inputs: link_candidates; $link_limit, $margin.
CREATE OR REPLACE TEMP TABLE link_decisions AS
WITH possible AS (
    SELECT * FROM link_candidates WHERE contradiction IS NULL
), families AS (
    SELECT rid, hid, min(coincidences) AS coincidences, arg_min(stage, coincidences) AS stage
    FROM possible GROUP BY rid, hid
), ranked AS (
    SELECT *,
        row_number() OVER best AS place,
        lead(coincidences) OVER best AS next_family
    FROM families
    WINDOW best AS (PARTITION BY rid ORDER BY coincidences, hid)
), winners AS (
    SELECT * FROM ranked
    WHERE place = 1 AND coincidences <= $link_limit
        AND (next_family IS NULL OR coincidences * $margin <= next_family)
)
SELECT w.rid, w.hid, w.stage,
    -- Several candidates in the household may be one member, reached through two relatives.
    CASE WHEN count(DISTINCT coalesce(p.mid, -1)) = 1 THEN any_value(p.mid) END AS mid
FROM winners w
JOIN possible p ON p.rid = w.rid AND p.hid = w.hid AND p.coincidences < w.coincidences * $margin
GROUP BY w.rid, w.hid, w.stage
