-- Households that the office has checked first and now sends to the insurer: whom to visit, why, and what to look at.
-- Grain: household.
-- Reads: alerts, built.procedure_steps, household_months, ledger, roster.households, rule_results, rules_in_force,
--   words.
-- Parameters: $period.
WITH sent AS (
    SELECT matter.*
    FROM ledger AS matter
    INNER JOIN built.procedure_steps AS following ON matter.next_step = following.key AND following.who = 'insurer'
),

alerted AS (
    SELECT alert.household_id, alert.period, alert.pack, alert.level, alert.cites
    FROM alerts AS alert
    INNER JOIN sent ON alert.household_id = sent.household_id AND alert.first_period = sent.episode
    WHERE alert.period <= $period AND alert.state <> 'cleared'
    QUALIFY row_number() OVER (PARTITION BY alert.household_id ORDER BY alert.period DESC) = 1
),

reasons AS (
    SELECT
        alerted.household_id,
        string_agg(result.reason, chr(10) ORDER BY rule.ordinal, result.rule) AS why,
        array_to_string(list_distinct(list(rule.checks ORDER BY rule.ordinal)), chr(10)) AS checks
    FROM alerted
    INNER JOIN rule_results AS result USING (period, household_id, pack)
    LEFT JOIN rules_in_force AS rule
        ON result.period = rule.period AND result.pack = rule.pack AND result.rule = rule.rule
    WHERE result.outcome = 'fires'
    GROUP BY alerted.household_id
)

SELECT
    '保险公司' AS insurer,
    row_number() OVER (ORDER BY sent.township, sent.village, sent.household_id) AS ordinal,
    coalesce(level.label, alerted.level) AS level,
    sent.township,
    sent.village,
    sent.household_id,
    household.head_name,
    masked_number(household.head_id_number) AS head_id_number,
    month.members,
    household.phone,
    reasons.why,
    alerted.cites,
    reasons.checks,
    strftime(sent.due_on, '%Y-%m-%d') AS due_on,
    sent.episode,
    row_code($period, sent.household_id, 'i') AS row_key
FROM sent
LEFT JOIN alerted USING (household_id)
LEFT JOIN reasons USING (household_id)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN household_months AS month ON month.period = $period AND sent.household_id = month.household_id
LEFT JOIN words AS level ON level.period = $period AND level.kind = 'level' AND alerted.level = level.word
ORDER BY ordinal;
