-- Households alerted by township, level and state; the county's total first.
-- Grain: township, and one row for all.
-- Reads: alerts, elimination_candidates, household_months.
-- Parameters: $period.
WITH places AS (
    SELECT household_id, township, members, 1 AS households FROM household_months WHERE period = $period
    UNION ALL
    -- an alert lost or cleared because its household left the roster
    SELECT household_id, township, 0, 0 FROM alerts
    WHERE period = $period AND household_id NOT IN (
        SELECT household_id FROM household_months WHERE period = $period
    )
)

SELECT
    coalesce(place.township, '合计') AS township,
    sum(place.households) AS households,
    sum(place.members) AS persons,
    count(alert.household_id) FILTER (state <> 'cleared') AS to_check,
    coalesce(sum(place.members) FILTER (state <> 'cleared'), 0) AS persons_to_check,
    count(*) FILTER (level = 'red' AND state <> 'cleared') AS red,
    count(*) FILTER (level = 'orange' AND state <> 'cleared') AS orange,
    count(*) FILTER (level = 'yellow' AND state <> 'cleared') AS yellow,
    count(*) FILTER (state = 'new') AS new,
    count(*) FILTER (state = 'worse') AS worse,
    count(*) FILTER (state = 'continuing') AS continuing,
    count(*) FILTER (state = 'lost_data') AS lost_data,
    count(*) FILTER (state = 'cleared') AS cleared,
    count(candidate.household_id) AS candidates,
    grouping(place.township) = 1 AS total
FROM places AS place
LEFT JOIN alerts AS alert ON alert.period = $period AND place.household_id = alert.household_id
LEFT JOIN elimination_candidates AS candidate
    ON candidate.period = $period AND place.household_id = candidate.household_id
GROUP BY GROUPING SETS ((place.township), ())
ORDER BY total DESC, to_check DESC, township;
