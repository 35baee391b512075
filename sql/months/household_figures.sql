-- Declared figures of the households with facts of the measure; NULL where an uncertain fact could change the figure.
-- A household without a row has none of the figure, as far as its sources cover it (figure_coverage).
-- Grain: household and operand.
-- Makes: household_figures.
-- Reads: declared_figures, reported_facts.
CREATE OR REPLACE TEMP TABLE household_figures AS
SELECT f.household_id, d.operand,
    TRY_CAST(CASE
        WHEN any_value(d.kind) = 'flag' AND bool_or(f.certain) THEN 1
        WHEN bool_or(f.certain IS NULL) THEN NULL
        WHEN any_value(d.kind) = 'count' THEN count(*)
        WHEN any_value(d.kind) = 'money' THEN sum(f.amount)
    END AS DECIMAL(14, 2)) AS value
FROM reported_facts AS f
JOIN declared_figures AS d ON d.measure = f.measure AND coalesce(d.in_window = f.in_window, true)
GROUP BY f.household_id, d.operand;
