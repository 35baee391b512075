-- Levels that have drifted since the parameters were estimated, as last observed.
-- Grain: one source, comparison and level.
-- Reads: linkage.drift.
SELECT source, comparison, level, max(period) AS period, arg_max(saved, period) AS saved,
    arg_max(observed, period) AS observed, arg_max(rows, period) AS rows
FROM linkage.drift
WHERE drifted
GROUP BY ALL
ORDER BY ALL
