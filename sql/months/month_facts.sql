-- Everything that counts for a household in either window of the period, with its way back to file and row.
-- Grain: household, measure and source row. One table feeds the sums and the evidence, so that they cannot differ.
-- Inputs: roster.households, roster.members, links, windows, and the views current_incomes,
--         current_health_insurance, current_education, current_emergency (rows not replaced).
CREATE OR REPLACE TEMP TABLE month_facts AS
WITH linked AS (
    SELECT l.file_id, l.row_number, l.household_id, l.stage, l.probability
    FROM links AS l
    SEMI JOIN roster.households AS h ON h.household_id = l.household_id
    WHERE l.status = 'linked'
),

expenses AS (
    SELECT 'health_insurance' AS source, 'illness_expense' AS measure, file_id, row_number, settled_on AS dated,
        self_paid AS amount
    FROM current_health_insurance
    UNION ALL
    SELECT 'education', 'education_expense', file_id, row_number, reported_on,
        greatest(coalesce(expense, 0) - coalesce(aid, 0), 0)
    FROM current_education
    UNION ALL
    SELECT 'emergency', 'disaster_loss', file_id, row_number, occurred_on,
        greatest(loss - coalesce(relief, 0), 0)
    FROM current_emergency
    UNION ALL
    SELECT 'emergency', 'guarantee_housing', file_id, row_number, occurred_on, NULL
    FROM current_emergency
    WHERE housing_damage IN ('严重损坏', '倒塌')
),

dated AS (
    SELECT l.household_id, e.measure, e.dated, e.amount, e.source, e.file_id, e.row_number, l.stage, l.probability
    FROM expenses AS e
    JOIN linked AS l USING (file_id, row_number)
    UNION ALL
    SELECT i.household_id, 'income', i.month,
        coalesce(wage, 0) + coalesce(business, 0) + coalesce(property, 0) + coalesce(transfer, 0),
        'incomes', i.file_id, i.row_number, NULL, NULL
    FROM current_incomes AS i
    SEMI JOIN roster.households AS h ON h.household_id = i.household_id
)

SELECT household_id, measure,
    CASE WHEN d.dated >= w.window_start THEN '12m' ELSE 'prev_12m' END AS in_window,
    d.amount::DECIMAL(18, 2) AS amount, d.source, d.file_id, d.row_number, d.stage, d.probability, d.dated
FROM dated AS d
JOIN windows AS w ON d.dated >= w.prev_start AND d.dated < w.window_end
UNION ALL
SELECT h.household_id, 'last_year_income', 'prev_12m',
    TRY_CAST(h.last_year_income_per_capita * count(m.member_id) AS DECIMAL(18, 2)),
    'households', h.file_id, h.row_number, NULL, NULL, NULL
FROM roster.households AS h
LEFT JOIN roster.members AS m USING (household_id)
WHERE h.last_year_income_per_capita IS NOT NULL
GROUP BY h.household_id, h.last_year_income_per_capita, h.file_id, h.row_number
UNION ALL
SELECT household_id, 'household', '12m', NULL, 'households', file_id, row_number, NULL, NULL, NULL
FROM roster.households;
