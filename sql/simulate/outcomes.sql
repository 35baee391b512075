-- The outcomes of the households of one period under each value. Every household gets the list of its outcomes in the
-- order of the values; households with the same list are counted together, and the list is expanded after counting. An
-- outcome is a number (0: no rule fires, ranks of levels, undecided), whose word is in the slot words.
-- Grain: place (1: the present value), outcome under the present value, outcome under the value, township and
--   household type. Households that are certainly off the list under both are left out.
-- Writes: sweep_outcomes.
-- Reads: sweep_households.
-- Parameters: $period.
-- Slots: outcomes (one number per place), words (what the numbers mean).
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
