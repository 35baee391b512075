-- Alerts that rules raise this month, and their state compared with the previous published period.
-- Grain: household with a rule that fires.
-- Writes: alerts.
-- Reads: alert_kinds, alerts, raised_households.
-- Parameters: $county_lines, $pack, $pack_version, $period, $previous (NULL: none).
INSERT INTO alerts BY NAME
WITH before AS (
    SELECT household_id, level, first_period FROM alerts WHERE period = $previous AND state <> 'cleared'
)

SELECT
    $period AS period, r.household_id, r.township, r.village, r.level, k.target_class, r.causes, r.rules,
    CASE
        WHEN b.household_id IS NULL THEN 'new'
        WHEN list_position(['yellow', 'orange', 'red'], r.level) > list_position(['yellow', 'orange', 'red'], b.level)
            THEN 'worse'
        ELSE 'continuing'
    END AS state,
    coalesce(b.first_period, $period) AS first_period,
    k.cites, $pack AS pack, $pack_version AS pack_version, r.reason, k.measures, r.margin, r.smallest_change,
    $county_lines AS county_lines,
    datediff('month', CAST(coalesce(b.first_period, $period) || '-01' AS DATE), CAST($period || '-01' AS DATE)) + 1
        AS months_open
FROM raised_households AS r
JOIN alert_kinds AS k
    ON k.rules = r.rules AND k.household_type = r.household_type AND k.causes = r.causes
    AND k.has_labour IS NOT DISTINCT FROM r.has_labour
LEFT JOIN before AS b ON b.household_id = r.household_id
ORDER BY r.household_id;
