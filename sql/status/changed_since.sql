-- Published periods, and whether files that they rest on were taken by the run of a later period, taken back or put
-- back, and whether a month before was withdrawn.
-- Grain: one period.
-- Reads: files, runs.
SELECT r.period, r.fingerprint,
    EXISTS (
        FROM files AS f
        WHERE f.period <= r.period AND (f.taken_in > r.period OR f.withdrawn_after IS NOT NULL)
    ) AS files_changed,
    EXISTS (
        FROM duckdb_tables()
        WHERE schema_name = 'withdrawn_months' AND table_name LIKE 'main.runs %' AND right(table_name, 7) < r.period
    ) AS month_withdrawn
FROM runs AS r
ORDER BY r.period;
