-- Indicators of the period as conditions use them, with types wide enough that DuckDB calculates in 128 bits and no
-- product overflows. An indicator without a report is 0 where the period covers it, otherwise unknown. The slots are
-- filled from operands.yaml and the pack, for the indicators that it uses.
-- Grain: household.
-- Reads: household_indicators, household_months, indicator_months.
-- Parameters: $period.
-- Slots: columns, covered, told, wanted.
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
