-- Pairs worth comparing: the same complete number, or a blocking key in common. A row with a complete number of its own
-- is only held against members without one, for two different complete numbers are two persons.
-- Grain: one rid and mid. Inputs: link_rows, link_members, link_residue, link_row_keys, link_member_keys;
-- $block_limit drops blocks with more members.
CREATE OR REPLACE TEMP TABLE link_pairs AS
WITH blocks AS (
    SELECT key FROM link_member_keys GROUP BY key HAVING count(*) <= $block_limit
), blocked AS (
    SELECT DISTINCT rid, mid
    FROM link_row_keys JOIN blocks USING (key) JOIN link_member_keys USING (key)
)
SELECT r.rid, m.mid, TRUE AS same_number
FROM link_rows r JOIN link_members m USING (first17)
UNION ALL
SELECT rid, mid, FALSE
FROM blocked JOIN link_residue r USING (rid) JOIN link_members m USING (mid)
WHERE r.first17 IS NULL OR m.first17 IS NULL
