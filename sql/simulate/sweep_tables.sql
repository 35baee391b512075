-- What a sweep fills period by period: how many households come to which outcome, and who is in the roster.
CREATE OR REPLACE TEMP TABLE sweep_outcomes (
    period VARCHAR, place INTEGER, present_outcome VARCHAR, outcome VARCHAR, -- a level, unknown, or none
    township VARCHAR, household_type VARCHAR, households BIGINT, persons BIGINT
);
