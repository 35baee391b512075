-- Months of either window in which a source has an accepted row.
-- Grain: source and month.
-- Makes: covered_months.
-- Reads: dated_rows (source, file_id, dated), file_order, windows.
CREATE OR REPLACE TEMP TABLE covered_months AS
SELECT DISTINCT d.source, date_trunc('month', d.dated)::DATE AS month, d.dated >= w.window_start AS in_window
FROM dated_rows AS d
SEMI JOIN file_order AS o ON o.file_id = d.file_id
JOIN windows AS w ON d.dated >= w.prev_start AND d.dated < w.window_end;
