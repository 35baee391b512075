-- Files of the earlier snapshots of members that can still count, each with the month before the next snapshot; NULL
-- for the newest snapshot.
-- Grain: one file and last_period.
-- Makes: earlier_snapshots.
-- Reads: received.arrivals, roster.snapshots, windows.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE earlier_snapshots AS
WITH sent AS (
    SELECT period, file_id
    FROM received.arrivals
    WHERE source = 'members' AND period <= $period
    QUALIFY row_number() OVER (PARTITION BY period, name ORDER BY arrival DESC) = 1
),

snapshots AS (
    SELECT period, strftime(strptime(lead(period) OVER (ORDER BY period), '%Y-%m') - INTERVAL 1 MONTH, '%Y-%m') AS last_period
    FROM sent
    GROUP BY period
)

SELECT DISTINCT file_id, last_period
FROM sent JOIN snapshots USING (period)
WHERE last_period >= (SELECT strftime(prev_start, '%Y-%m') FROM windows)
UNION ALL
SELECT file_id, NULL FROM roster.snapshots WHERE source = 'members';
