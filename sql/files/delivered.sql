-- Sources that ever delivered something up to a period: what only they report is asked of households from then on.
-- Grain: one source. Inputs: files; $period.
SELECT DISTINCT source
FROM files
WHERE status IN ('accepted', 'superseded') AND rows_accepted > 0 AND period <= $period
ORDER BY source;
