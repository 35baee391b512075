-- Hand out what is asked and was not handed out yet: the first list of a period, or a supplement to it.
-- Grain: household added.
-- Writes: lists_issued.
-- Reads: lists_issued, open_questions.
-- Parameters: $period, $issue, $issued_on.
INSERT INTO lists_issued
SELECT $period, household_id, township, $issue, $issued_on, 'visit', episode, why, false, false
FROM open_questions
ANTI JOIN (FROM lists_issued WHERE period = $period) USING (household_id);
