-- The figures of each value in each period, beside those of the present value. A household is listed if it has a
-- level. Registered persons are counted as in the county's summary; monitored households are those that the county has
-- confirmed.
-- Grain: period and place.
-- Reads: household_months, sweep_outcomes, sweep_places (period, place, value).
WITH listed AS (
    SELECT *,
        outcome NOT IN ('none', 'unknown') AS is_listed,
        present_outcome NOT IN ('none', 'unknown') AS was_listed,
        household_type IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') AS is_monitored,
        household_type IN ('未脱贫户', '脱贫户', '脱贫不稳定户') AS is_registered
    FROM sweep_outcomes
),

counted AS (
    SELECT
        period, place,
        sum(households) FILTER (outcome = 'red') AS red,
        sum(households) FILTER (outcome = 'orange') AS orange,
        sum(households) FILTER (outcome = 'yellow') AS yellow,
        sum(households) FILTER (is_listed) AS listed,
        sum(households) FILTER (outcome = 'unknown') AS undecided,
        sum(households) FILTER (is_listed AND NOT was_listed) AS added,
        sum(households) FILTER (was_listed AND NOT is_listed) AS dropped,
        sum(households) FILTER (is_listed AND was_listed AND outcome <> present_outcome) AS regraded,
        sum(households) FILTER (is_listed AND is_monitored) AS confirmed_listed,
        sum(households) FILTER (is_listed AND NOT is_monitored) AS unconfirmed_listed,
        sum(persons) FILTER (is_listed) AS persons,
        sum(persons) FILTER (is_listed AND is_registered) AS registered_persons
    FROM listed
    GROUP BY period, place
),

roster AS (
    SELECT
        period, count(*) AS households, sum(members) AS persons,
        count(*) FILTER (household_type IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')) AS confirmed,
        sum(members) FILTER (household_type IN ('未脱贫户', '脱贫户', '脱贫不稳定户')) AS registered_persons
    FROM household_months
    GROUP BY period
)

SELECT
    period, place, value,
    coalesce(COLUMNS(c.* EXCLUDE (period, place)), 0)::BIGINT,
    r.confirmed,
    round(coalesce(c.persons, 0) / nullif(r.persons, 0), 6) AS share_of_roster,
    round(coalesce(c.persons, 0) / nullif(r.registered_persons, 0), 6) AS share_of_registered
FROM sweep_places AS p
JOIN roster AS r USING (period)
LEFT JOIN counted AS c USING (period, place)
ORDER BY period, place;
