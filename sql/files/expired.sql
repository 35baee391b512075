-- Files whose rows are older than the county keeps them, by the period they were sent for.
-- Grain: one file. Inputs: files; $period, $months. The snapshots in use are never among them: the caller keeps them.
CREATE OR REPLACE TEMP TABLE expired_files AS
SELECT file_id, source
FROM files
WHERE status IN ('accepted', 'superseded')
    AND period < strftime(strptime($period, '%Y-%m') - to_months($months), '%Y-%m');
