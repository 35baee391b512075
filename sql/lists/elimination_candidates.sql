-- Monitored families whose risk seems to be over, for the township to check before any decision.
-- Grain: household.
-- Reads: elimination_candidates, household_months, ledger, roster.households, words.
-- Parameters: $period.
SELECT
    candidate.township,
    row_number() OVER (PARTITION BY candidate.township ORDER BY candidate.village, candidate.household_id) AS ordinal,
    candidate.village,
    candidate.household_id,
    household.head_name,
    month.members,
    coalesce(class.label, candidate.target_class) AS target_class,
    candidate.first_quiet_period,
    candidate.reasons,
    candidate.cites,
    coalesce(matter.episode, $period) AS episode,
    row_code($period, candidate.household_id, 'e') AS row_key
FROM elimination_candidates AS candidate
LEFT JOIN household_months AS month USING (period, household_id)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN ledger AS matter ON matter.household_id = candidate.household_id
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND candidate.target_class = class.word
WHERE candidate.period = $period
ORDER BY candidate.township, ordinal;
