-- How often each level was seen, in pairs of the kind that its comparison is counted in, and in how many rows.
-- Grain: one source, comparison and level.
-- Reads: link_counted (comparison, kind), link_drawn, link_left, link_levels, link_sampled_pairs.
SELECT l.source, c.comparison, v.level, count(*) AS pairs, CAST(sum(d.row_count) AS BIGINT) AS rows
FROM (UNPIVOT link_levels ON COLUMNS('_level$') INTO NAME name VALUE level) AS v
JOIN link_sampled_pairs AS s USING (rid, mid)
JOIN link_counted AS c ON c.kind = s.kind AND v.name = c.comparison || '_level'
JOIN link_left AS l USING (rid)
JOIN link_drawn AS d USING (rid)
GROUP BY ALL
