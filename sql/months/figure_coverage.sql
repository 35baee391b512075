-- Whether a household that nothing is reported of has nothing of the kind, or nobody asked.
-- Grain: one operand. Inputs: declared_figures, covered_months.
CREATE OR REPLACE TEMP TABLE figure_coverage AS
SELECT operand, indicator,
    len(covered_by) = 0 OR list_has_any(covered_by, (
        SELECT coalesce(list(DISTINCT source), []) FROM covered_months WHERE in_window
    )) AS covered
FROM declared_figures;
