-- Published periods, and whether files that they rest on were taken by the run of a later period, or taken back.
-- Grain: one period.
-- Reads: files, runs.
SELECT r.period, r.fingerprint,
    EXISTS (
        FROM files AS f
        WHERE f.period <= r.period AND (f.taken_in > r.period OR f.status = 'withdrawn')
    ) AS files_changed
FROM runs AS r
ORDER BY r.period;
