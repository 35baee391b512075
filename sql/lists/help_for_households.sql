-- What could help each family, how far it is from the line, and what would have kept it off the list.
-- Grain: household with any of these.
-- Reads: household_months, numbered_alerts, roster.households.
-- Parameters: $period, $township.
SELECT
    visit.ordinal,
    visit.level,
    visit.village,
    visit.household_id,
    household.head_name,
    visit.target_class,
    visit.causes,
    CASE WHEN month.has_labour THEN '有' WHEN NOT month.has_labour THEN '无' ELSE '不明' END AS has_labour,
    abs(visit.margin) AS margin,
    visit.smallest_change,
    replace(visit.measures, '；', '；' || chr(10)) AS measures
FROM numbered_alerts AS visit
LEFT JOIN household_months AS month USING (period, household_id)
LEFT JOIN roster.households AS household USING (household_id)
WHERE visit.period = $period AND visit.township = $township
    AND concat(visit.measures, visit.smallest_change) <> ''
ORDER BY visit.ordinal;
