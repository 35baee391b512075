-- The two windows of a period (G5), as dates that every statement of the month joins. window_end is exclusive: it is
-- the first day of the identification month.
-- Grain: one row.
-- Makes: windows.
-- Parameters: $period ('2021-06').
CREATE OR REPLACE TEMP TABLE windows AS
SELECT
    $period AS period,
    strptime($period, '%Y-%m')::DATE AS window_end,
    (strptime($period, '%Y-%m') - INTERVAL 12 MONTH)::DATE AS window_start,
    (strptime($period, '%Y-%m') - INTERVAL 24 MONTH)::DATE AS prev_start;
