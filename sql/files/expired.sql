-- Files that the county no longer keeps, by the period they were sent for.
-- Grain: one file.
-- Makes: expired_files.
-- Reads: files.
-- Parameters: $facts (sources of facts; of snapshots the newest stays), $months, $period.
CREATE OR REPLACE TEMP TABLE expired_files AS
SELECT file_id
FROM files
WHERE period < strftime(strptime($period, '%Y-%m') - to_months($months), '%Y-%m')
    AND (status IN ('superseded', 'withdrawn') OR (status = 'accepted' AND list_contains($facts::VARCHAR[], source)));
