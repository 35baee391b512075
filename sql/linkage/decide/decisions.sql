-- One decision per row: it is linked to the most probable household if that is probable enough and no verdict calls
-- for a reviewer. The member is named only if nobody else in the household comes close.
-- Grain: one rid that is linked.
-- Makes: link_decisions.
-- Reads: link_doubtful (verdicts for a reviewer), link_families, link_scored.
-- Parameters: $link, $member.
CREATE OR REPLACE TEMP TABLE link_decisions AS
WITH winners AS (
    SELECT rid, hid, stage, probability, odds
    FROM link_families
    WHERE probability >= $link AND (verdict IS NULL OR verdict NOT IN (SELECT verdict FROM link_doubtful))
    QUALIFY row_number() OVER (PARTITION BY rid ORDER BY probability DESC, hid) = 1
), meant AS ( -- one member may be reached through two relatives
    SELECT s.rid, s.mid, sum(s.odds) / any_value(w.odds) AS share
    FROM winners AS w JOIN link_scored AS s ON s.rid = w.rid AND s.hid = w.hid
    GROUP BY s.rid, s.mid
), named AS (
    SELECT rid, arg_max({'mid': mid}, share).mid AS mid, max(share) AS share FROM meant GROUP BY rid
)
SELECT w.rid, w.hid, w.stage, w.probability, CASE WHEN n.share >= $member THEN n.mid END AS mid
FROM winners AS w JOIN named AS n USING (rid)
