-- One operand of one rule, for the households with an alert by that rule; `shown` is its position in the pack. The
-- slots are filled from the pack's rule and operands.yaml.
-- Grain: household.
-- Reads: alerted_households.
-- Slots: alerted, basis, bound, line, operand, rule, shown, unit, value, worth_showing.
SELECT place, {shown} AS shown, household_id, {rule} AS rule, {operand} AS operand,
    CAST({value} AS DECIMAL(18, 4)) AS value, {unit} AS unit, CAST({line} AS DECIMAL(18, 4)) AS line, {basis} AS basis,
    {bound} AS bound
FROM alerted_households
WHERE {alerted} AND {worth_showing}
