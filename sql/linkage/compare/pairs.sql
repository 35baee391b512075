-- Pairs worth comparing: the same complete number, or a key of an open block in common.
-- Grain: one rid and mid. Inputs: link_exact, link_blocked.
CREATE OR REPLACE TEMP TABLE link_pairs AS
SELECT rid, mid, bool_or(same_number) AS same_number
FROM (
    SELECT rid, mid, TRUE AS same_number FROM link_exact
    UNION ALL
    SELECT rid, mid, FALSE FROM link_blocked
)
GROUP BY rid, mid
