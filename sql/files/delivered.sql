-- Sources that have delivered something up to a period. What only they report is expected of households from then on.
-- Grain: one source.
-- Reads: files.
-- Parameters: $period.
SELECT DISTINCT source
FROM files
WHERE status IN ('accepted', 'superseded') AND rows_accepted > 0 AND period <= $period
ORDER BY source;
