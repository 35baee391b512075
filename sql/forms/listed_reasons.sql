-- Why each family on the list is to be visited, and what to look at there: the sentences of the rules that fire, and
-- each of their checks once.
-- Grain: household on the list of the period.
-- Makes: listed_reasons.
-- Reads: numbered_alerts, rule_results, rules_in_force.
CREATE OR REPLACE TEMP TABLE listed_reasons AS
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
    visit.household_id,
    concat_ws(chr(10), whys.why, '注：' || visit.reason) AS why,
    checklists.checks
FROM numbered_alerts AS visit
LEFT JOIN whys USING (household_id)
LEFT JOIN checklists USING (household_id);
