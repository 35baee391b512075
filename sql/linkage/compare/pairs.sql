-- Pairs worth comparing: they have the same complete number, or share a key of an open block.
-- Grain: one rid and mid.
-- Makes: link_pairs.
-- Reads: link_blocked, link_exact.
CREATE OR REPLACE TEMP TABLE link_pairs AS
SELECT rid, mid, bool_or(same_number) AS same_number
FROM (
    SELECT rid, mid, TRUE AS same_number FROM link_exact
    UNION ALL
    SELECT rid, mid, FALSE FROM link_blocked
)
GROUP BY rid, mid
