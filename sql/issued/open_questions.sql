-- Households of the period whose alert asks for a visit, and why: it was never answered, or what is new since the
-- answer (N7). An alert that goes on and was answered asks for none.
-- Grain: household.
-- Makes: open_questions.
-- Reads: alerts, due_revisits, given_answers, grown_amounts.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE open_questions AS
SELECT
    now.household_id, now.township, now.first_period AS episode,
    CASE
        WHEN answer.household_id IS NULL THEN if(now.state = 'continuing', 'unanswered', now.state)
        WHEN list_position(['yellow', 'orange', 'red'], now.level)
            > list_position(['yellow', 'orange', 'red'], answered.level) THEN 'level'
        WHEN NOT list_has_all(string_split(answered.rules, ','), string_split(now.rules, ',')) THEN 'rule'
        WHEN grown.household_id IS NOT NULL THEN 'amount'
        WHEN revisit.household_id IS NOT NULL THEN 'revisit'
    END AS why
FROM alerts AS now
LEFT JOIN given_answers AS answer ON now.household_id = answer.household_id AND now.first_period = answer.episode
LEFT JOIN alerts AS answered
    ON answered.household_id = answer.household_id AND answered.period = answer.answered_period
LEFT JOIN grown_amounts AS grown ON now.household_id = grown.household_id
LEFT JOIN due_revisits AS revisit ON now.household_id = revisit.household_id
WHERE now.period = $period AND now.state <> 'cleared' AND why IS NOT NULL;
