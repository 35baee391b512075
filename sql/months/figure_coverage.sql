-- Whether a household without a report has none of the figure, or is simply not covered by any source.
-- Grain: one operand.
-- Makes: figure_coverage.
-- Reads: covered_months, declared_figures.
CREATE OR REPLACE TEMP TABLE figure_coverage AS
SELECT operand, indicator,
    len(covered_by) = 0 OR list_has_any(covered_by, (
        SELECT coalesce(list(DISTINCT source), []) FROM covered_months WHERE in_window
    )) AS covered
FROM declared_figures;
