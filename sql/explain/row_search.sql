-- The keys by which one person was searched for in the roster, and how many members share each.
-- Grain: one blocking rule whose key the person has.
-- Reads: link_blocks, link_row_keys.
SELECT
    rule,
    coalesce(sum(members) FILTER (open), 0)::BIGINT AS members,
    coalesce(sum(members) FILTER (NOT open), 0)::BIGINT AS members_above_cap
FROM (SELECT DISTINCT rule, key FROM link_row_keys)
LEFT JOIN link_blocks USING (rule, key)
GROUP BY rule;
