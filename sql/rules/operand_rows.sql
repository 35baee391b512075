-- Indicators of the period as conditions see them, wide enough that DuckDB calculates in 128 bit and no product overflows.
-- Grain: household. Inputs: household_months, household_indicators, indicator_months; $period.
-- Slots: columns, wanted, told, covered, from operands.yaml and the pack, of the indicators that it speaks of. An indicator of which nothing is told is 0
-- where the period covers it, else unknown.
WITH told AS (
    SELECT household_id, {told}
    FROM household_indicators
    WHERE period = $period AND {wanted}
    GROUP BY household_id
),

covered AS (
    SELECT count(*) AS worked_out, {covered}
    FROM indicator_months
    WHERE period = $period
)

SELECT m.household_id, m.township, m.village, m.household_type, m.income_prev_basis, {columns}
FROM household_months AS m
LEFT JOIN told USING (household_id)
CROSS JOIN covered
WHERE m.period = $period
