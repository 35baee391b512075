-- The usual number of rows of a source for one period: the median over its earlier periods.
-- Grain: one row; NULL without history, or if the source has already sent an extract for this period, since the
--   file then adds to it.
-- Reads: received.in_force.
-- Parameters: $period, $source.
WITH sent AS (
    SELECT period, sum(rows_read) AS rows
    FROM received.in_force
    WHERE source = $source
    GROUP BY period
)
SELECT median(rows) FILTER (period < $period AND NOT EXISTS (FROM sent AS s WHERE s.period = $period))
FROM sent;
