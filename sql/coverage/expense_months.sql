-- Which months of either window the departments behind the expenses have reported (interface.md, Coverage). Hospitals
-- never rest: a month of health_insurance without any row is missing. A quiet month of emergency is none that nobody
-- reported: a file of that month or the next speaks for it, and the first file for everything since the earliest row.
-- Education reports by the term: one row covers its window.
-- Grain: source and month.
-- Makes: expense_months.
-- Reads: covered_months, dated_rows (source, file_id, dated), file_order, files, windows.
CREATE OR REPLACE TEMP TABLE expense_months AS
WITH months AS (
    SELECT s.source, m.month, m.month >= w.window_start AS in_window
    FROM windows AS w
    CROSS JOIN unnest(generate_series(w.prev_start, w.window_end - 1, INTERVAL 1 MONTH)) AS m (month)
    CROSS JOIN (VALUES ('health_insurance'), ('education'), ('emergency')) AS s (source)
),

emergency_files AS (
    SELECT strptime(f.period, '%Y-%m')::DATE AS period
    FROM files AS f
    SEMI JOIN file_order AS o ON o.file_id = f.file_id
    WHERE f.source = 'emergency'
),

backlog AS (
    SELECT date_trunc('month', min(d.dated)) AS earliest, (SELECT min(period) FROM emergency_files) AS latest
    FROM dated_rows AS d
    SEMI JOIN file_order AS o ON o.file_id = d.file_id
    WHERE d.source = 'emergency'
)

SELECT m.source, m.month::DATE AS month, m.in_window,
    coalesce(CASE m.source
        WHEN 'education' THEN bool_or(c.month IS NOT NULL) OVER (PARTITION BY m.source, m.in_window)
        WHEN 'emergency' THEN c.month IS NOT NULL
            OR m.month IN (SELECT period FROM emergency_files)
            OR m.month + INTERVAL 1 MONTH IN (SELECT period FROM emergency_files)
            OR m.month BETWEEN b.earliest AND b.latest
        ELSE c.month IS NOT NULL
    END, false) AS covered
FROM months AS m
CROSS JOIN backlog AS b
LEFT JOIN covered_months AS c ON c.source = m.source AND c.month = m.month;
