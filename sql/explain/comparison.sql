-- One operand of one rule beside its line, for the requested household, whether the rule fires or not. The slots are
-- filled from the pack's rule and operands.yaml.
-- Grain: one row.
-- Reads: operand_row.
-- Slots: condition, decides, label, line, operand, ordinal, rule, unit, value.
SELECT
    {ordinal} AS ordinal, {rule} AS rule, {operand} AS operand, {label} AS label, {unit} AS unit,
    CAST({value} AS DECIMAL(18, 4)) AS value, CAST({line} AS DECIMAL(18, 4)) AS line,
    CAST({value} AS DECIMAL(18, 4)) - CAST({line} AS DECIMAL(18, 4)) AS margin, {decides} AS decides,
    {condition} AS fires
FROM operand_row
