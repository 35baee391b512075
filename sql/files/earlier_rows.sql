-- How many rows a source usually sends for one period: the median over its earlier periods.
-- Grain: one row, NULL without history. Inputs: files; $source, $period.
SELECT median(rows)
FROM (
    SELECT period, sum(rows_read) AS rows
    FROM files
    WHERE source = $source AND status IN ('accepted', 'superseded') AND period < $period
    GROUP BY period
);
