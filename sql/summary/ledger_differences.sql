-- Households of which ledger and roster say different things.
-- Grain: household.
-- Reads: built.ledger_differences, words.
-- Parameters: $period.
SELECT
    difference.township, difference.village, difference.household_id,
    CASE difference.difference
        WHEN 'not_on_roster' THEN '县级已确认，名册还没有列为监测对象'
        WHEN 'still_on_roster' THEN '风险已消除，名册还没有标注'
        ELSE difference.difference
    END AS difference,
    strftime(difference.since, '%Y-%m-%d') AS since, difference.ledger_type, difference.roster_type,
    coalesce(class.label, difference.target_class) AS target_class
FROM built.ledger_differences AS difference
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND difference.target_class = class.word
ORDER BY difference.township, difference.village, difference.household_id;
