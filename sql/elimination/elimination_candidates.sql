-- Monitored households that may be reviewed for elimination (G7, F9), never one without labour capacity. A household
-- is quiet if it is on the roster, has no open alert and no rule that could not be decided, in each of the last
-- $quiet_months published periods. A household whose risk the county has already eliminated (风险是否消除 是) is not a
-- candidate again.
-- Grain: household.
-- Writes: elimination_candidates.
-- Reads: alerts, household_months, monitored_types (household_type, target_class), risk_over (household_id,
--   household_type, reasons),
--   roster.households, rule_results.
-- Parameters: $cites, $pack, $pack_version, $period, $quiet_months.
INSERT INTO elimination_candidates BY NAME
WITH monitored AS (
    SELECT month.household_id, month.township, month.village, class.target_class, risk.reasons
    FROM household_months AS month
    JOIN risk_over AS risk USING (household_id)
    JOIN monitored_types AS class ON risk.household_type = class.household_type
    JOIN roster.households AS household USING (household_id)
    WHERE month.period = $period
        AND household.risk_eliminated IS DISTINCT FROM '是'
        AND month.has_labour -- NULL (nobody's capacity is known) counts as none
),

published AS (
    SELECT period, row_number() OVER (ORDER BY period DESC) AS months_back
    FROM (SELECT DISTINCT period FROM household_months WHERE period <= $period)
),

last_open AS (
    SELECT household_id, max(period) AS period
    FROM (
        SELECT household_id, period FROM alerts WHERE period <= $period AND state <> 'cleared'
        UNION ALL
        SELECT household_id, period FROM rule_results WHERE period <= $period AND outcome = 'unknown'
    )
    SEMI JOIN monitored USING (household_id)
    GROUP BY household_id
),

quiet AS (
    SELECT
        month.household_id,
        min(month.period) AS first_quiet_period,
        count(*) FILTER (published.months_back <= $quiet_months) AS quiet_months
    FROM household_months AS month
    SEMI JOIN monitored USING (household_id)
    JOIN published USING (period)
    LEFT JOIN last_open USING (household_id)
    WHERE month.period > coalesce(last_open.period, '')
    GROUP BY month.household_id
)

SELECT
    $period AS period, household_id, m.township, m.village, m.target_class, m.reasons, q.first_quiet_period,
    $pack AS pack, $pack_version AS pack_version, $cites AS cites
FROM monitored AS m
JOIN quiet AS q USING (household_id)
WHERE q.quiet_months = $quiet_months
ORDER BY m.township, m.village, household_id;
