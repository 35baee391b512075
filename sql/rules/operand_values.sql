-- One operand of one rule, for the households with an alert by that rule.
-- Grain: household. Inputs: operand_rows, alerted_rules. Slots: from the pack's rule and operands.yaml.
SELECT household_id, {rule} AS rule, {operand} AS operand, CAST({value} AS DECIMAL(18, 4)) AS value, {unit} AS unit,
    CAST({line} AS DECIMAL(18, 4)) AS line, {basis} AS basis
FROM operand_rows
WHERE household_id IN (SELECT household_id FROM alerted_rules WHERE rule = {rule}) AND {worth_showing}
