-- How often each level was seen.
-- Grain: one source, comparison and level. Inputs: link_levels, link_left; $comparisons.
SELECT l.source, regexp_replace(v.name, '_level$', '') AS comparison, v.level, count(*) AS pairs
FROM (UNPIVOT link_levels ON COLUMNS('_level$') INTO NAME name VALUE level) AS v
JOIN link_left AS l USING (rid)
WHERE list_contains($comparisons, comparison)
GROUP BY ALL
