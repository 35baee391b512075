-- Alerts of every cause in every township and village: in this period, in the other places of the same level, and in
-- the same place over up to $history earlier published periods. A level with a single place has no others and gets no
-- rows. A village that makes up its whole township counts as the township. The months of the history are averaged, not
-- summed: twelve-month windows show the same families month after month.
-- Grain: place and cause, for causes with at least one alert in the county.
-- Reads: alerts, household_months.
-- Parameters: $history, $other_alerts (added to the alerts of the other places), $period.
WITH periods AS (
    SELECT DISTINCT period FROM household_months WHERE period <= $period ORDER BY period DESC LIMIT $history + 1
),

homes AS (
    SELECT period, household_id, township, village FROM household_months SEMI JOIN periods USING (period)
),

opened AS (
    SELECT period, home.township, home.village, alert.state = 'new' AS is_new,
        unnest(string_split(alert.causes, ',')) AS cause
    FROM alerts AS alert
    JOIN homes AS home USING (period, household_id)
    WHERE alert.state <> 'cleared' AND alert.causes <> ''
),

causes AS (SELECT DISTINCT cause FROM opened WHERE period = $period),

sizes AS (
    SELECT period, township, CASE WHEN grouping(village) = 0 THEN village END AS village,
        CASE WHEN grouping(village) = 0 THEN 'village' ELSE 'township' END AS level, count(*) AS households
    FROM homes
    GROUP BY GROUPING SETS ((period, township), (period, township, village))
),

counts AS (
    SELECT period, township, village, cause, count(*) AS alerts, count(*) FILTER (is_new) AS new_alerts
    FROM opened
    GROUP BY GROUPING SETS ((period, township, cause), (period, township, village, cause))
),

places AS (
    SELECT size.*, causes.cause, coalesce(found.alerts, 0) AS alerts, coalesce(found.new_alerts, 0) AS new_alerts
    FROM sizes AS size
    CROSS JOIN causes
    LEFT JOIN counts AS found
        ON found.period = size.period AND found.township = size.township AND found.cause = causes.cause
        AND found.village IS NOT DISTINCT FROM size.village
),

beside_others AS (
    SELECT
        *,
        sum(alerts) OVER same - alerts AS alerts_elsewhere,
        sum(households) OVER same - households AS households_elsewhere,
        sum(households * households) OVER same - households * households AS squared_elsewhere,
        level = 'village' AND households = max(households) OVER (PARTITION BY period, township, cause) AS told_already
    FROM places
    WINDOW same AS (PARTITION BY period, level, cause)
    QUALIFY households_elsewhere > 0
),

earlier AS (
    SELECT level, township, village, cause, count(*) AS months,
        avg(alerts ORDER BY period) AS alerts, -- ordered, so that the result is the same to the last bit
        avg(households * (alerts_elsewhere + $other_alerts) / households_elsewhere ORDER BY period) AS expected
    FROM beside_others
    WHERE period < $period
    GROUP BY level, township, village, cause
)

SELECT
    place.level, place.township, place.village, place.cause, place.households, place.alerts, place.new_alerts,
    (place.alerts_elsewhere + $other_alerts)::DOUBLE AS alerts_elsewhere,
    place.households_elsewhere::DOUBLE AS households_elsewhere,
    (place.squared_elsewhere / place.households_elsewhere ** 2)::DOUBLE AS unevenness_elsewhere,
    coalesce(earlier.alerts, 0)::DOUBLE AS earlier_alerts,
    coalesce(earlier.expected, 0)::DOUBLE AS earlier_expected,
    coalesce(earlier.months, 0) AS history_months
FROM beside_others AS place
LEFT JOIN earlier
    ON earlier.level = place.level AND earlier.township = place.township AND earlier.cause = place.cause
    AND earlier.village IS NOT DISTINCT FROM place.village
WHERE place.period = $period AND NOT place.told_already
ORDER BY place.level, place.township, place.village, place.cause;
