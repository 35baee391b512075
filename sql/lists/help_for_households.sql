-- What could help each family, how far it is from the line, and what would have kept it off the list.
-- Grain: household with any of these.
-- Reads: causes, numbered_alerts, words.
-- Parameters: $period.
WITH listed AS (
    SELECT household_id, unnest(string_split(causes, ',')) AS cause, generate_subscripts(string_split(causes, ','), 1) AS place
    FROM numbered_alerts
),

labelled AS (
    SELECT listed.household_id, string_agg(coalesce(named.label, listed.cause), '、' ORDER BY listed.place) AS causes
    FROM listed
    LEFT JOIN causes AS named ON named.period = $period AND listed.cause = named.cause
    GROUP BY listed.household_id
)

SELECT
    visit.township,
    visit.ordinal,
    coalesce(level.label, visit.level) AS level,
    visit.village,
    visit.household_id,
    visit.head_name,
    coalesce(class.label, visit.target_class) AS target_class,
    labelled.causes,
    CASE WHEN visit.has_labour THEN '有' WHEN NOT visit.has_labour THEN '无' ELSE '不明' END AS has_labour,
    abs(visit.margin) AS margin,
    visit.smallest_change,
    replace(visit.measures, '；', '；' || chr(10)) AS measures
FROM numbered_alerts AS visit
LEFT JOIN labelled USING (household_id)
LEFT JOIN words AS level ON level.period = $period AND level.kind = 'level' AND visit.level = level.word
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND visit.target_class = class.word
WHERE concat(visit.measures, visit.smallest_change) <> ''
ORDER BY visit.township, visit.ordinal;
