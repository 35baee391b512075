-- Reviewers' answers as read from the workbooks; lines without an answer are ignored. Answers typed by hand may
-- contain spaces of any width.
-- Grain: one line with an answer.
-- Makes: answers.
-- Reads: read_answers (file, sheet_row, and the columns as texts).
CREATE OR REPLACE TEMP TABLE answers AS
WITH trimmed AS (
    SELECT
        file,
        sheet_row,
        trim(ordinal) AS ordinal,
        trim(household_id) AS household_id,
        regexp_replace(decision, '[\s\p{Z}]', '', 'g') AS answer,
        trim(period) AS period,
        trim(person_code) AS person_key,
        trim(member_id) AS member_id,
        trim(exact_probability) AS probability,
        trim(check_code) AS check_code
    FROM read_answers
)

SELECT
    *,
    CASE answer WHEN '是' THEN 'yes' WHEN '否' THEN 'no' WHEN '不确定' THEN 'unsure' END AS decision,
    answer_check(period, ordinal, person_key, household_id, member_id, probability)
        IS NOT DISTINCT FROM check_code AS whole
FROM trimmed
WHERE answer <> '';
