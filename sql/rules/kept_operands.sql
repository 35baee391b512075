-- Labels of indicators of an earlier pack that the evidence of a kept alert still uses.
-- Grain: operand.
-- Writes: operands.
-- Reads: alert_evidence, operands.
-- Parameters: $period, $previous.
INSERT INTO operands
SELECT before.* REPLACE ($period AS period)
FROM operands AS before
WHERE before.period = $previous
    AND before.operand IN (SELECT operand FROM alert_evidence WHERE period = $period)
    AND before.operand NOT IN (SELECT operand FROM operands WHERE period = $period)
ORDER BY before.operand;
