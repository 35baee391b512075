-- The answer that stands to each question: verdict in force that settles it, with the month of the list that it answers.
-- Grain: household and episode that was answered.
-- Makes: given_answers.
-- Reads: findings.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE given_answers AS
SELECT household_id, episode, verified_on, verdict, cause, proposal, period AS answered_period
FROM findings
WHERE status = 'in_force' AND verdict <> 'unverifiable' AND period <= $period
QUALIFY row_number() OVER (
    PARTITION BY household_id, episode ORDER BY verified_on DESC, period DESC, file_id, sheet, row_number
) = 1;
