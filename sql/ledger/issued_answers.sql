-- Whether the question of each issued row is answered: by a verdict in force of the same household and episode, dated
-- no earlier than the list. "Could not be verified" leaves it open.
-- Grain: household on the lists of a period.
-- Makes: issued_answers.
-- Writes: lists_issued.
-- Reads: findings, issued_answers, lists_issued.
CREATE OR REPLACE TEMP TABLE issued_answers AS
SELECT issued.period, issued.household_id, issued.township, issued.issue, issued.issued_on, issued.withdrawn,
    min(finding.verified_on) AS looked_at_on,
    min(finding.verified_on) FILTER (finding.verdict <> 'unverifiable') AS answered_on
FROM lists_issued AS issued
LEFT JOIN findings AS finding
    ON issued.household_id = finding.household_id AND issued.episode = finding.episode
    AND finding.verified_on >= issued.issued_on AND finding.status = 'in_force'
GROUP BY ALL;
UPDATE lists_issued SET answered = answer.answered_on IS NOT NULL
FROM issued_answers AS answer
WHERE lists_issued.period = answer.period AND lists_issued.household_id = answer.household_id
    AND lists_issued.answered <> (answer.answered_on IS NOT NULL);
