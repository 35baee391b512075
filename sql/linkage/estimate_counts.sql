-- How often each level was seen.
-- Grain: one source, comparison and level. Inputs: link_levels, link_left.
SELECT l.source, replace(v.name, '_level', '') AS comparison, v.level, count(*) AS pairs
FROM (UNPIVOT link_levels ON COLUMNS('_level$') INTO NAME name VALUE level) AS v
JOIN link_left AS l USING (rid)
GROUP BY ALL
