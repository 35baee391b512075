-- Alerts of the previous published period that no rule raises this month: lost_data if a rule is unknown or the
-- household has left the roster, otherwise cleared; either is reported once. They keep the reason for which they were
-- raised, but no figures of the previous period: neither margin nor smallest change.
-- Grain: household.
-- Writes: alerts.
-- Reads: alerts_before, household_months, judged_households, raised_households, rule_outcomes.
-- Parameters: $county_lines, $pack, $pack_version, $period, $previous (NULL: none).
INSERT INTO alerts BY NAME
WITH undecided AS (
    SELECT household_id, string_agg(reason, '' ORDER BY ordinal) AS reason
    FROM rule_outcomes
    WHERE fires IS NULL AND household_id IN (SELECT household_id FROM alerts_before)
    GROUP BY household_id
),

fallen AS (
    SELECT b.*, j.household_id IS NULL AS gone, u.reason AS undecided,
        coalesce(j.township, b.township) AS township_now, coalesce(j.village, b.village) AS village_now
    FROM alerts_before AS b
    ANTI JOIN raised_households AS r USING (household_id)
    LEFT JOIN judged_households AS j USING (household_id)
    LEFT JOIN undecided AS u USING (household_id)
),

left_since AS (
    SELECT household_id
    FROM household_months
    WHERE period = $previous AND household_id IN (SELECT household_id FROM fallen WHERE gone)
)

SELECT
    $period AS period, household_id, township_now AS township, village_now AS village, level, target_class, causes,
    rules, CASE WHEN gone OR undecided IS NOT NULL THEN 'lost_data' ELSE 'cleared' END AS state,
    first_period, cites, $pack AS pack, $pack_version AS pack_version,
    CASE
        WHEN gone THEN '不在本期底册'
        ELSE coalesce('本期数据不足，预警保留：' || undecided, '上期预警的情形本期均不成立，数值见依据。')
    END AS reason,
    measures, NULL AS margin, '' AS smallest_change, $county_lines AS county_lines,
    datediff('month', CAST(first_period || '-01' AS DATE), CAST($period || '-01' AS DATE)) + 1 AS months_open
FROM fallen
WHERE NOT gone OR household_id IN (SELECT household_id FROM left_since)
ORDER BY household_id;
