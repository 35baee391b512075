-- The declared figures that have no column in household_months, kept so that rules can be applied to past periods
-- again.
-- Grain: household and indicator.
-- Writes: household_indicators, indicator_months.
-- Reads: figure_coverage, household_figures, households_at_work, windows.
INSERT INTO household_indicators BY NAME
SELECT w.period, f.household_id, f.operand AS indicator, f.value
FROM household_figures AS f
JOIN figure_coverage AS c USING (operand)
SEMI JOIN households_at_work AS h ON h.household_id = f.household_id
CROSS JOIN windows AS w
WHERE c.indicator
ORDER BY f.household_id, f.operand;

INSERT INTO indicator_months BY NAME
SELECT w.period, c.operand AS indicator, c.covered
FROM figure_coverage AS c
CROSS JOIN windows AS w
WHERE c.indicator
ORDER BY c.operand;
