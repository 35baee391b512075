-- The files that together are a source's snapshot of a period: all files of its newest period up to $period. If a name
-- was sent more than once, the last one counts; a duplicate stands for the file with the same bytes.
-- Grain: one file.
-- Reads: received.arrivals.
-- Parameters: $period, $source.
WITH sent AS (
    SELECT arrival, period, name, file_id AS content
    FROM received.arrivals
    WHERE source = $source AND period <= $period
)
SELECT DISTINCT content AS file_id
FROM (
    SELECT content
    FROM sent
    WHERE period = (SELECT max(period) FROM sent)
    QUALIFY row_number() OVER (PARTITION BY name ORDER BY arrival DESC) = 1
);
