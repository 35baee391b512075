-- What each value makes of the households of one period. Every household gets the list of its outcomes, place by place,
-- and only households with the same list are told apart by nothing: the list is opened after counting.
-- Grain: place (1: the present value), outcome under the present value, outcome under the value, township and household
--        type. Households that stay off the list without doubt under both are left out.
-- Inputs: sweep_households; $period. Slots: outcomes (a number a place; 0: no rule fires, ranks of levels, undecided),
--         words (what the numbers mean).
INSERT INTO sweep_outcomes BY NAME
WITH counted AS (
    SELECT township, household_type, [{outcomes}] AS outcomes, count(*) AS households, sum(persons) AS persons
    FROM sweep_households
    GROUP BY ALL
),

opened AS (
    SELECT *, unnest(generate_series(1, len(outcomes))) AS place
    FROM counted
)

SELECT
    $period AS period, place, {words}[outcomes[1] + 1] AS present_outcome, {words}[outcomes[place] + 1] AS outcome,
    township, household_type, sum(households) AS households, sum(persons) AS persons
FROM opened
WHERE outcomes[1] <> 0 OR outcomes[place] <> 0
GROUP BY ALL
