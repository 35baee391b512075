-- Alerts that rules raise this month: level, class, causes, and how they stand to the published period before.
-- Grain: household with a rule that fires. Inputs: rule_outcomes, level_outcomes, cause_amounts, classification,
--         rule_cites, operand_rows, alerts; $period, $previous (NULL: none), $pack, $pack_version.
INSERT INTO alerts BY NAME
WITH fired AS (
    SELECT household_id, list(rule ORDER BY ordinal) AS rules
    FROM rule_outcomes
    WHERE fires
    GROUP BY household_id
),

levels AS (
    SELECT household_id, arg_min(level, rank) FILTER (met) AS level, arg_min(reason, rank) AS reason
    FROM level_outcomes
    GROUP BY household_id
),

causes AS (
    SELECT household_id, string_agg(cause, ',' ORDER BY amount DESC, cause) AS causes
    FROM (SELECT household_id, cause, max(amount) AS amount FROM cause_amounts GROUP BY household_id, cause)
    GROUP BY household_id
),

classes AS (
    SELECT household_id, arg_min(c.target_class, c.ordinal) AS target_class
    FROM fired AS f
    JOIN operand_rows AS o USING (household_id)
    JOIN classification AS c
        ON coalesce(list_contains(c.household_types, o.household_type), true)
        AND coalesce(list_has_any(c.rules, f.rules), true)
    GROUP BY household_id
),

cites AS (
    SELECT household_id, string_agg(cite, '；' ORDER BY place) AS cites
    FROM (
        SELECT household_id, cite, min(place) AS place
        FROM rule_outcomes
        JOIN rule_cites USING (rule)
        WHERE fires
        GROUP BY household_id, cite
    )
    GROUP BY household_id
),

before AS (
    SELECT household_id, level, first_period FROM alerts WHERE period = $previous AND state <> 'cleared'
)

SELECT
    $period AS period, household_id, o.township, o.village, l.level, classes.target_class,
    coalesce(causes.causes, '') AS causes,
    array_to_string(f.rules, ',') AS rules,
    CASE
        WHEN b.household_id IS NULL THEN 'new'
        WHEN list_position(['yellow', 'orange', 'red'], l.level) > list_position(['yellow', 'orange', 'red'], b.level)
            THEN 'worse'
        ELSE 'continuing'
    END AS state,
    coalesce(b.first_period, $period) AS first_period,
    cites.cites, $pack AS pack, $pack_version AS pack_version, l.reason
FROM fired AS f
JOIN operand_rows AS o USING (household_id)
JOIN levels AS l USING (household_id)
JOIN classes USING (household_id)
JOIN cites USING (household_id)
LEFT JOIN causes USING (household_id)
LEFT JOIN before AS b USING (household_id)
ORDER BY household_id;
