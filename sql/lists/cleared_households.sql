-- Families whose alert has been cleared: the township should know of them, but need not visit them.
-- Grain: household.
-- Reads: alerts, roster.households, words.
-- Parameters: $period.
SELECT
    alert.township,
    row_number() OVER (PARTITION BY alert.township ORDER BY alert.village, alert.household_id) AS ordinal,
    alert.village,
    alert.household_id,
    household.head_name,
    coalesce(level.label, alert.level) AS level,
    alert.first_period,
    alert.reason
FROM alerts AS alert
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN words AS level ON level.period = $period AND level.kind = 'level' AND alert.level = level.word
WHERE alert.period = $period AND alert.state = 'cleared'
ORDER BY alert.township, ordinal;
