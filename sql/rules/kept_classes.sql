-- Labels of target classes of an earlier pack that a kept alert still has.
-- Grain: target class.
-- Writes: words.
-- Reads: alerts, words.
-- Parameters: $period, $previous.
INSERT INTO words
SELECT before.* REPLACE ($period AS period)
FROM words AS before
WHERE before.period = $previous AND before.kind = 'target_class'
    AND before.word IN (SELECT target_class FROM alerts WHERE period = $period)
    AND before.word NOT IN (SELECT word FROM words WHERE period = $period AND kind = 'target_class')
ORDER BY before.word;
