-- The members of each family to visit, and beside them what the departments reported: members and evidence share rows.
-- Grain: household and position.
-- Reads: listed_evidence, listed_members, numbered_alerts.
-- Parameters: $period.
WITH lines AS (
    SELECT
        household_id,
        position,
        people.* EXCLUDE (household_id, position),
        evidence.* EXCLUDE (household_id, position)
    FROM listed_members AS people
    FULL JOIN listed_evidence AS evidence USING (household_id, position)
)

SELECT
    visit.township,
    visit.ordinal,
    coalesce(line.position, 1) = 1 AS first_of_household,
    CASE WHEN first_of_household THEN visit.village END AS village,
    CASE WHEN first_of_household THEN visit.household_id END AS household_id,
    CASE WHEN first_of_household THEN visit.head_name END AS head_name,
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
FROM numbered_alerts AS visit
LEFT JOIN lines AS line USING (household_id)
ORDER BY visit.township, visit.ordinal, line.position;
