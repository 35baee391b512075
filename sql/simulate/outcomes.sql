-- What each value makes of the households of one period; place 0 is the present value.
-- Grain: place, outcome under the present value, outcome under the value, township and household type; households
--        that stay off the list without doubt under both are left out.
-- Inputs: sweep_households; $period. Slots: outcome (0: no rule fires, ranks of levels, then undecided), names of the
--        outcomes, swept (the values with what follows from them, a row a place), columns of swept.
INSERT INTO sweep_outcomes BY NAME
WITH swept ({swept_columns}) AS (VALUES {swept}),

judged AS (
    SELECT place, present_outcome, {outcome} AS outcome, township, household_type, persons
    FROM sweep_households
    CROSS JOIN swept
),

counted AS (
    SELECT place, present_outcome, outcome, township, household_type, count(*) AS households, sum(persons) AS persons
    FROM judged
    WHERE outcome <> 0 OR present_outcome <> 0
    GROUP BY ALL
)

SELECT
    $period AS period, * REPLACE ({names}[outcome + 1] AS outcome, {names}[present_outcome + 1] AS present_outcome)
FROM counted
