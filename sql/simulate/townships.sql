-- Households to visit in each township under each value, for every township of the period, even if there are none.
-- Grain: period, place and township.
-- Reads: household_months, sweep_outcomes, sweep_places.
WITH counted AS (
    SELECT period, place, township, sum(households) AS listed, sum(persons) AS persons
    FROM sweep_outcomes
    WHERE outcome NOT IN ('none', 'unknown')
    GROUP BY ALL
)

SELECT
    t.period, p.place, t.township, t.households,
    coalesce(c.listed, 0)::BIGINT AS listed, coalesce(c.persons, 0)::BIGINT AS persons
FROM (SELECT period, township, count(*) AS households FROM household_months GROUP BY ALL) AS t
JOIN sweep_places AS p USING (period)
LEFT JOIN counted AS c USING (period, place, township)
ORDER BY t.period, p.place, t.township;
