-- What the departments reported of each family to visit, for all townships at once, because a search for evidence reads
-- every row. A source row used by several rules counts once.
-- Grain: household, operand and source.
-- Makes: listed_evidence.
-- Reads: alert_evidence, evidence_members, listed_members, numbered_alerts, operands, titles, words.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE listed_evidence AS
WITH source_rows AS (
    SELECT DISTINCT household_id, operand, value, unit, source, file_id, row_number, amount, detail
    FROM alert_evidence
    SEMI JOIN numbered_alerts USING (period, household_id)
    WHERE period = $period
)

SELECT
    item.household_id,
    item.operand,
    max(item.value) AS value,
    min(item.unit) AS unit,
    coalesce(min(title.title), item.source)
        || coalesce('（' || array_to_string(list_sort(list_distinct(list(item.detail) FILTER (item.detail IS NOT NULL))), '；') || '）', '') AS source,
    coalesce(min(named.label), item.operand) AS label,
    min(answer.label) AS answer,
    count(item.file_id) AS source_rows,
    -- amounts of clues may include each other: they are often cumulative
    if(count(item.detail) > 0, max(item.amount), sum(item.amount)) AS amount,
    array_to_string(list_sort(list_distinct(list(people.name) FILTER (people.name IS NOT NULL))), '、') AS persons,
    row_number() OVER (PARTITION BY item.household_id ORDER BY item.operand, item.source) AS position
FROM source_rows AS item
LEFT JOIN titles AS title ON item.source = title.source AND title.column_name = ''
LEFT JOIN operands AS named ON named.period = $period AND item.operand = named.operand
-- the flag of a guarantee is TRUE (1) where it is in question
LEFT JOIN words AS answer
    ON answer.period = $period
    AND answer.kind = if(starts_with(item.operand, 'guarantee_'), 'guarantee', 'flag')
    AND answer.word = if(item.value = 1, 'true', if(item.value = 0, 'false', NULL))
LEFT JOIN evidence_members AS meant USING (household_id, file_id, row_number)
LEFT JOIN listed_members AS people
    ON item.household_id = people.household_id AND meant.member_id = people.member_id
GROUP BY item.household_id, item.operand, item.source;
