-- One cause of one rule, for the households where the rule fires and the cause weighs anything.
-- Grain: household. Inputs: operand_rows, rule_outcomes. Slots: from the pack's rule. A flag weighs one yuan: last.
SELECT household_id, {cause} AS cause, CAST({amount} AS DECIMAL(20, 4)) AS amount
FROM operand_rows
WHERE household_id IN (SELECT household_id FROM rule_outcomes WHERE fires AND rule = {rule})
    AND CAST({amount} AS DECIMAL(20, 4)) > 0
