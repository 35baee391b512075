-- A check value for the key of a line, which shows whether the key is unchanged: if only some columns are sorted, an
-- answer ends up beside another pair. The arguments identify a line, as texts or not; a missing member is ''.
-- Grain: scalar.
-- Makes: answer_check.
CREATE OR REPLACE TEMP MACRO answer_check(period, ordinal, person_key, household_id, member_id, probability) AS
    left(md5(concat_ws('|', period, ordinal, person_key, household_id, coalesce(member_id, ''), probability)), 8);
