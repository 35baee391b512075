-- The published result of each rule for each household.
-- Grain: household and rule that fires or is unknown.
-- Writes: rule_results.
-- Reads: rule_outcomes.
-- Parameters: $pack, $period.
INSERT INTO rule_results BY NAME
SELECT $period AS period, household_id, $pack AS pack, rule,
    CASE WHEN fires THEN 'fires' ELSE 'unknown' END AS outcome, reason
FROM rule_outcomes
ORDER BY household_id, ordinal;
