-- Labels of causes of an earlier pack that a kept alert still uses.
-- Grain: cause.
-- Writes: causes.
-- Reads: alerts, causes.
-- Parameters: $period, $previous.
INSERT INTO causes
SELECT before.* REPLACE ($period AS period)
FROM causes AS before
WHERE before.period = $previous
    AND before.cause IN (SELECT unnest(string_split(causes, ',')) FROM alerts WHERE period = $period)
    AND before.cause NOT IN (SELECT cause FROM causes WHERE period = $period)
ORDER BY before.cause;
