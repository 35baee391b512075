-- Answered families whom the policy document has visited again at its own rhythm (C4), where the visit is due.
-- Grain: household.
-- Makes: due_revisits.
-- Reads: alerts, given_answers, procedure_revisits.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE due_revisits AS
SELECT DISTINCT household_id
FROM alerts AS alert
INNER JOIN given_answers AS answer USING (household_id)
INNER JOIN procedure_revisits AS rhythm ON list_has_any(string_split(alert.rules, ','), rhythm.rules)
WHERE alert.period = $period AND alert.state <> 'cleared'
    AND answer.verified_on < date_trunc(rhythm.every, ($period || '-01')::DATE);
