-- What each blocking rule yielded and what its cap left out, in the last run that linked.
-- Grain: one blocking rule.
-- Reads: linkage.blocking.
SELECT rule, persons, pairs, capped_blocks, capped_pairs
FROM linkage.blocking
WHERE period = (SELECT max(period) FROM linkage.blocking)
ORDER BY capped_pairs DESC, rule
