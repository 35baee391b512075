-- Departments that are to be told anything.
-- Grain: department.
-- Reads: bureaus, county_gaps, files, own_alerts, returned.pushes.
-- Parameters: $period.
WITH pushed AS (
    SELECT
        count(DISTINCT household_id) FILTER (kind = 'confirmed' AND NOT withdrawn) AS confirmed,
        count(DISTINCT household_id) FILTER (kind = 'eliminated' AND NOT withdrawn) AS eliminated,
        count(DISTINCT household_id) FILTER (withdrawn) AS withdrawn
    FROM returned.pushes
    WHERE period = $period
)

SELECT DISTINCT bureaus.department, pushed.*
FROM bureaus
CROSS JOIN pushed
WHERE pushed.confirmed + pushed.eliminated + pushed.withdrawn > 0
    OR bureaus.department IN (SELECT department FROM own_alerts)
    OR bureaus.source IN (
        SELECT source FROM files WHERE taken_in = $period
        UNION ALL
        SELECT source FROM county_gaps WHERE period = $period
    )
ORDER BY bureaus.department;
