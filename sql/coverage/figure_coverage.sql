-- Whether a household without a report has none of the figure, or is simply not covered by any source that says it.
-- Grain: one operand.
-- Makes: figure_coverage.
-- Reads: covered_months, declared_figures, silent_measures.
CREATE OR REPLACE TEMP TABLE figure_coverage AS
SELECT d.operand, d.indicator,
    len(d.covered_by) = 0 OR EXISTS (
        SELECT 1
        FROM covered_months AS c
        ANTI JOIN silent_measures AS s ON s.source = c.source AND s.measure = d.measure
        WHERE c.in_window AND list_contains(d.covered_by, c.source)
    ) AS covered
FROM declared_figures AS d;
