-- The members of each family to visit, and beside them what the departments reported: members and evidence share rows.
-- A source row used by several rules counts once.
-- Grain: household and position.
-- Reads: alert_evidence, evidence_members, numbered_alerts, operands, roster.households, roster.members, titles,
--   words.
-- Parameters: $period, $township.
WITH visits AS (
    SELECT * FROM numbered_alerts WHERE period = $period AND township = $township
),

people AS (
    SELECT
        member.*,
        row_number() OVER (
            PARTITION BY household_id ORDER BY (relation IS NOT DISTINCT FROM '户主') DESC, member_id
        ) AS position
    FROM roster.members AS member
    INNER JOIN visits USING (household_id)
),

source_rows AS (
    SELECT DISTINCT household_id, operand, value, unit, source, file_id, row_number, amount, detail
    FROM alert_evidence AS evidence
    INNER JOIN visits USING (period, household_id)
),

evidence AS (
    SELECT
        item.household_id,
        item.operand,
        max(item.value) AS value,
        min(item.unit) AS unit,
        coalesce(min(title.title), item.source)
            || coalesce('（' || string_agg(DISTINCT item.detail, '；' ORDER BY item.detail) || '）', '') AS source,
        coalesce(min(named.label), item.operand) AS label,
        min(answer.label) AS answer,
        count(item.file_id) AS source_rows,
        -- amounts of clues may include each other: they are often cumulative
        if(count(item.detail) > 0, max(item.amount), sum(item.amount)) AS amount,
        string_agg(DISTINCT people.name, '、' ORDER BY people.name) AS persons,
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
    LEFT JOIN people ON item.household_id = people.household_id AND meant.member_id = people.member_id
    GROUP BY item.household_id, item.operand, item.source
),

lines AS (
    SELECT
        household_id,
        position,
        people.* EXCLUDE (household_id, position),
        evidence.* EXCLUDE (household_id, position)
    FROM people
    FULL JOIN evidence USING (household_id, position)
)

SELECT
    visit.ordinal,
    coalesce(line.position, 1) = 1 AS first_of_household,
    CASE WHEN first_of_household THEN visit.village END AS village,
    CASE WHEN first_of_household THEN visit.household_id END AS household_id,
    CASE WHEN first_of_household THEN household.head_name END AS head_name,
    line.name,
    CASE WHEN line.name IS NOT NULL THEN masked_number(line.id_number) END AS id_number,
    line.relation,
    date_sub('year', line.birth_date, strptime($period || '-01', '%Y-%m-%d')::DATE) AS age,
    line.health,
    line.labour,
    line.label AS operand,
    CASE WHEN line.unit <> '是/否' THEN line.value END AS value,
    CASE WHEN line.unit <> '是/否' THEN line.unit ELSE line.answer END AS unit,
    line.source,
    nullif(line.source_rows, 0) AS source_rows,
    line.amount,
    line.persons
FROM visits AS visit
LEFT JOIN lines AS line USING (household_id)
LEFT JOIN roster.households AS household USING (household_id)
ORDER BY visit.ordinal, line.position;
