-- First and last day among all that is told and issued, of which working days are counted.
-- Grain: one row.
-- Reads: lists_issued, returned.entries.
SELECT min(day) AS first_day, max(day) AS last_day
FROM (
    SELECT TRY_CAST(value AS DATE) AS day FROM returned.entries WHERE field LIKE '%\_on' ESCAPE '\'
    UNION ALL
    SELECT issued_on FROM lists_issued
);
