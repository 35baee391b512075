-- Alerts that rules raise this month, and their state compared with the previous published period. Where the level is
-- lower than before only because a graver one can no longer be decided, the old level stays (lost_data).
-- Grain: household with a rule that fires.
-- Writes: alerts.
-- Reads: alert_kinds, alerts_before, raised_households, rule_outcomes.
-- Parameters: $county_lines, $pack, $pack_version, $period.
INSERT INTO alerts BY NAME
WITH before AS (
    SELECT household_id, level, first_period, list_position(['yellow', 'orange', 'red'], level) AS gravity
    FROM alerts_before
),

compared AS (
    SELECT r.*, list_position(['yellow', 'orange', 'red'], r.level) AS gravity,
        b.level AS level_before, b.gravity AS gravity_before, b.first_period AS first_before
    FROM raised_households AS r
    LEFT JOIN before AS b USING (household_id)
),

stated AS (
    SELECT *, CASE
        WHEN level_before IS NULL THEN 'new'
        WHEN gravity > gravity_before THEN 'worse'
        WHEN gravity < gravity_before AND graver_undecided THEN 'lost_data'
        ELSE 'continuing'
    END AS state
    FROM compared
),

undecided AS (
    SELECT household_id, string_agg(reason, '' ORDER BY ordinal) AS reason
    FROM rule_outcomes
    WHERE fires IS NULL AND household_id IN (SELECT household_id FROM stated WHERE state = 'lost_data')
    GROUP BY household_id
)

SELECT
    $period AS period, s.household_id, s.township, s.village,
    CASE WHEN s.state = 'lost_data' THEN s.level_before ELSE s.level END AS level,
    k.target_class, s.causes, s.rules, s.state,
    coalesce(s.first_before, $period) AS first_period,
    k.cites, $pack AS pack, $pack_version AS pack_version,
    CASE WHEN s.state = 'lost_data' THEN concat('本期数据不足，等级保留：', s.reason, u.reason) ELSE s.reason END
        AS reason,
    k.measures, s.margin, s.smallest_change, $county_lines AS county_lines,
    datediff('month', CAST(coalesce(s.first_before, $period) || '-01' AS DATE), CAST($period || '-01' AS DATE)) + 1
        AS months_open
FROM stated AS s
JOIN alert_kinds AS k
    ON k.rules = s.rules AND k.household_type = s.household_type AND k.causes = s.causes
    AND k.has_labour IS NOT DISTINCT FROM s.has_labour
LEFT JOIN undecided AS u ON u.household_id = s.household_id
ORDER BY s.household_id;
