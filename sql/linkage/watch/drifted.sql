-- What has drifted since the parameters were estimated, as last seen.
-- Grain: one source, comparison and level. Inputs: linkage.drift.
SELECT source, comparison, level, max(period) AS period, arg_max(saved, period) AS saved,
    arg_max(observed, period) AS observed, arg_max(rows, period) AS rows
FROM linkage.drift
WHERE drifted
GROUP BY ALL
ORDER BY ALL
