-- Answered households of which an amount behind a rule has grown by half since (本地口径): expenses and losses held
-- against a line, not incomes.
-- Grain: household.
-- Makes: grown_amounts.
-- Reads: alert_evidence, given_answers.
-- Parameters: $period, $growth.
CREATE OR REPLACE TEMP TABLE grown_amounts AS
WITH amounts AS (
    SELECT DISTINCT period, household_id, rule, operand, value
    FROM alert_evidence
    WHERE household_id IN (SELECT household_id FROM given_answers)
        AND unit = '元' AND line IS NOT NULL AND margin >= 0 AND value > 0
)

SELECT DISTINCT now.household_id
FROM amounts AS now
INNER JOIN given_answers AS answer USING (household_id)
INNER JOIN amounts AS before
    ON before.household_id = now.household_id AND before.period = answer.answered_period
    AND before.rule = now.rule AND before.operand = now.operand
WHERE now.period = $period AND now.value >= $growth * before.value;
