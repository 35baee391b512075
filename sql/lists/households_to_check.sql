-- The verification list of one township: whom to visit, why, and what to look at.
-- Grain: household.
-- Reads: listed_reasons, numbered_alerts, words.
-- Parameters: $period.
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
    reasons.why,
    visit.cites,
    reasons.checks,
    visit.episode,
    row_code(visit.period, visit.household_id, 'v') AS row_key
FROM numbered_alerts AS visit
LEFT JOIN listed_reasons AS reasons USING (household_id)
LEFT JOIN words AS level ON level.period = $period AND level.kind = 'level' AND visit.level = level.word
LEFT JOIN words AS state ON state.period = $period AND state.kind = 'state' AND visit.state = state.word
LEFT JOIN words AS why ON why.period = $period AND why.kind = 'asked' AND visit.why = why.word
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND visit.target_class = class.word
ORDER BY visit.township, visit.ordinal;
