-- Labels of indicators of an earlier pack that the evidence of a kept alert still names.
-- Grain: operand. Inputs: operands, alert_evidence; $period, $previous.
INSERT INTO operands
SELECT before.* REPLACE ($period AS period)
FROM operands AS before
WHERE before.period = $previous
    AND before.operand IN (SELECT operand FROM alert_evidence WHERE period = $period)
    AND before.operand NOT IN (SELECT operand FROM operands WHERE period = $period)
ORDER BY before.operand;
