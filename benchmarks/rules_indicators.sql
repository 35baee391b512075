-- Further departments' indicators for the households of `rules_months`: each indicator for one household in 300.
-- Grain: household, period and indicator. Inputs: household_months; $period, $indicators.
INSERT INTO household_indicators BY NAME
SELECT $period AS period, household_id, indicator, CASE WHEN ends_with(indicator, '_12m') THEN 6000 ELSE 1 END AS value
FROM household_months CROSS JOIN (SELECT unnest($indicators) AS indicator)
WHERE period = $period AND hash(household_id, indicator) % 300 = 0;
