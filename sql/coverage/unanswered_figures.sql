-- Figures that are unknown for everybody although their source has reported months of the window: no row of it says
-- them (a list of aid to pupils without their status; no disaster, so no damaged house).
-- Grain: one source and operand.
-- Reads: declared_figures, expense_months, figure_coverage.
SELECT d.source, d.operand
FROM (SELECT operand, unnest(covered_by) AS source FROM declared_figures) AS d
SEMI JOIN (FROM figure_coverage WHERE NOT covered) AS f ON f.operand = d.operand
SEMI JOIN (FROM expense_months WHERE in_window AND covered) AS e ON e.source = d.source
ORDER BY d.source, d.operand;
