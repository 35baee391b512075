-- What each blocking rule found and what its cap cost, in the run that linked last.
-- Grain: one blocking rule. Inputs: linkage.blocking.
SELECT rule, persons, pairs, capped_blocks, capped_pairs
FROM linkage.blocking
WHERE period = (SELECT max(period) FROM linkage.blocking)
ORDER BY capped_pairs DESC, rule
