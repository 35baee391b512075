-- Indicators of the period as conditions see them, wide enough that DuckDB calculates in 128 bit and no product overflows.
-- Grain: household. Inputs: household_months; $period. Slot: columns, from operands.yaml.
SELECT household_id, township, village, household_type, income_prev_basis, {columns}
FROM household_months
WHERE period = $period
