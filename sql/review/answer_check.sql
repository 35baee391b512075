-- Tells whether the key of a line came back whole: after sorting some of the columns only, an answer would stand
-- beside another pair.
-- Grain: scalar. Inputs: what identifies a line, texts or not; a member that is missing is ''.
CREATE OR REPLACE TEMP MACRO answer_check(period, ordinal, person_key, household_id, member_id, probability) AS
    left(md5(concat_ws('|', period, ordinal, person_key, household_id, coalesce(member_id, ''), probability)), 8);
