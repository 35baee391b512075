-- Class, articles and measures that the pack gives to alerts of one kind, computed once per kind. Where it is unknown
-- whether anybody can work, the measures for both cases are listed, with the question to ask first.
-- Grain: rules, household type, causes and labour.
-- Makes: alert_kinds.
-- Reads: classification, pack_measures, raised_households, rule_cites.
CREATE OR REPLACE TEMP TABLE alert_kinds AS
WITH kinds AS (
    SELECT DISTINCT rules, household_type, causes, has_labour, string_split(rules, ',') AS rule_list
    FROM raised_households
),

classes AS (
    SELECT k.rules, k.household_type, arg_min(c.target_class, c.ordinal) AS target_class
    FROM (SELECT DISTINCT rules, rule_list, household_type FROM kinds) AS k
    JOIN classification AS c
        ON coalesce(list_contains(c.household_types, k.household_type), true)
        AND coalesce(list_has_any(c.rules, k.rule_list), true)
    GROUP BY k.rules, k.household_type
),

cites AS (
    SELECT rules, string_agg(cite, '；' ORDER BY place) AS cites
    FROM (
        SELECT k.rules, c.cite, min(c.place) AS place
        FROM (SELECT DISTINCT rules, rule_list FROM kinds) AS k
        JOIN rule_cites AS c ON list_contains(k.rule_list, c.rule)
        GROUP BY k.rules, c.cite
    )
    GROUP BY rules
),

fitting AS (
    SELECT k.rules, k.household_type, k.causes, k.has_labour, m.ordinal,
        concat(m.says, '（', m.unit, CASE
            WHEN k.has_labour IS NULL AND m.labour THEN '，先核实是否有劳动能力，有的采用'
            WHEN k.has_labour IS NULL AND NOT m.labour THEN '，先核实是否有劳动能力，无的采用'
        END, '）') AS measure
    FROM kinds AS k
    JOIN classes USING (rules, household_type)
    JOIN pack_measures AS m
        ON coalesce(list_has_any(m.causes, string_split(k.causes, ',')), true)
        AND coalesce(list_has_any(m.rules, k.rule_list), true)
        AND coalesce(list_contains(m.target_classes, classes.target_class), true)
        AND coalesce(m.labour = k.has_labour, true)
),

measures AS (
    SELECT rules, household_type, causes, has_labour, string_agg(measure, '；' ORDER BY ordinal) AS measures
    FROM (
        SELECT rules, household_type, causes, has_labour, measure, min(ordinal) AS ordinal
        FROM fitting
        GROUP BY ALL
    )
    GROUP BY ALL
)

SELECT k.* EXCLUDE (rule_list), classes.target_class, cites.cites, coalesce(m.measures, '') AS measures
FROM kinds AS k
JOIN classes USING (rules, household_type)
JOIN cites USING (rules)
LEFT JOIN measures AS m
    ON m.rules = k.rules AND m.household_type = k.household_type AND m.causes = k.causes
    AND m.has_labour IS NOT DISTINCT FROM k.has_labour
