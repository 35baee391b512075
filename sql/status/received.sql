-- Which sources' files have been received for which periods.
-- Grain: one source, period and status.
-- Reads: files.
SELECT DISTINCT source, period, status FROM files ORDER BY ALL;
