-- The verification list of one township: whom to visit, why, and what to look at.
-- Grain: household.
-- Reads: numbered_alerts, rule_results, rules_in_force, words.
-- Parameters: $period.
WITH sentences AS (
    SELECT
        visit.household_id,
        result.reason,
        row_number() OVER (PARTITION BY visit.household_id ORDER BY rule.ordinal, result.rule) AS place
    FROM numbered_alerts AS visit
    INNER JOIN rule_results AS result USING (period, household_id)
    LEFT JOIN rules_in_force AS rule
        ON result.period = rule.period AND result.pack = rule.pack AND result.rule = rule.rule
    WHERE result.outcome = 'fires'
),

whys AS (
    SELECT household_id, string_agg(place || '. ' || reason, chr(10) ORDER BY place) AS why
    FROM sentences
    GROUP BY household_id
),

points AS (
    SELECT visit.household_id, rule.checks, min(rule.ordinal) AS place
    FROM (SELECT period, pack, household_id, unnest(string_split(rules, ',')) AS rule FROM numbered_alerts) AS visit
    INNER JOIN rules_in_force AS rule
        ON visit.period = rule.period AND visit.pack = rule.pack AND trim(visit.rule) = rule.rule
    GROUP BY visit.household_id, rule.checks
),

checklists AS (
    SELECT household_id, string_agg(checks, chr(10) ORDER BY place, checks) AS checks
    FROM points
    GROUP BY household_id
)

SELECT
    visit.township,
    visit.ordinal,
    coalesce(level.label, visit.level) AS level,
    coalesce(state.label, visit.state) AS state,
    CASE
        WHEN visit.withdrawn THEN '撤回' WHEN visit.answered THEN '已答复' WHEN visit.issue > 1 THEN '补充'
        WHEN visit.why NOT IN ('new', 'worse', 'lost_data') THEN coalesce(why.label, visit.why)
    END AS mark,
    visit.village,
    visit.household_id,
    visit.head_name,
    masked_number(visit.head_id_number) AS head_id_number,
    visit.members,
    visit.phone,
    visit.responsible_person,
    coalesce(class.label, visit.target_class) AS target_class,
    concat_ws(chr(10), whys.why, '注：' || visit.reason) AS why,
    visit.cites,
    checklists.checks,
    visit.episode,
    row_code(visit.period, visit.household_id, 'v') AS row_key
FROM numbered_alerts AS visit
LEFT JOIN whys USING (household_id)
LEFT JOIN checklists USING (household_id)
LEFT JOIN words AS level ON level.period = $period AND level.kind = 'level' AND visit.level = level.word
LEFT JOIN words AS state ON state.period = $period AND state.kind = 'state' AND visit.state = state.word
LEFT JOIN words AS why ON why.period = $period AND why.kind = 'asked' AND visit.why = why.word
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND visit.target_class = class.word
ORDER BY visit.township, visit.ordinal;
