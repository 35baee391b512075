-- Months of either window that a department has not reported, for the whole county: of expenses, those that data_gaps
-- names at every household; of another source that says an indicator of everybody, the whole window if it has no row.
-- Grain: one source and month.
-- Reads: declared_figures, expense_months, figure_coverage, windows.
SELECT source, strftime(month, '%Y-%m') AS month, in_window
FROM expense_months
WHERE NOT covered
UNION ALL
SELECT d.source, strftime(m.month, '%Y-%m'), true
FROM (
    SELECT DISTINCT unnest(covered_by) AS source
    FROM declared_figures
    SEMI JOIN (FROM figure_coverage WHERE NOT covered) USING (operand)
) AS d
ANTI JOIN expense_months AS e ON e.source = d.source
CROSS JOIN (SELECT unnest(generate_series(window_start, window_end - 1, INTERVAL 1 MONTH)) AS month FROM windows) AS m
ORDER BY source, month;
