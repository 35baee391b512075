-- The lines of the review workbook: both sides of a pair, what depends on it, and the key by which an answer is read
-- back. Ordered by the expected gain of a decision, amount at stake times uncertainty p (1 - p); a person's lines stay
-- together.
-- Grain: one person as written, and candidate household.
-- Reads: families, linkage.persons, member_birth_dates, open_pairs, open_persons, roster.households, roster.members,
--   stand_ins.
-- Parameters: $period, $persons (the most persons to list; NULL: all).
WITH places AS (
    SELECT
        pair.person_key,
        row_number() OVER (
            ORDER BY
                bool_and(pair.unchanged),
                any_value(person.amount) * max(probability * (1 - probability)) DESC,
                max(probability * (1 - probability)) DESC,
                any_value(person.amount) DESC,
                pair.person_key
        ) AS place
    FROM open_pairs AS pair
    JOIN open_persons AS person USING (person_key)
    GROUP BY pair.person_key
),

chosen AS (
    SELECT
        pair.*,
        place,
        row_number() OVER (PARTITION BY pair.person_key ORDER BY probability DESC, household_id) AS candidate,
        count(*) OVER (PARTITION BY pair.person_key) AS candidates,
        row_number() OVER (ORDER BY place, probability DESC, household_id) AS ordinal
    FROM open_pairs AS pair
    JOIN places USING (person_key)
    WHERE place <= coalesce($persons, place)
),

placed AS (
    SELECT *, row_place(file_id, row_number) AS place FROM open_persons
)

SELECT
    line.ordinal,
    line.place % 2 = 0 AS shaded,
    line.person_key AS person_code,
    CASE WHEN line.candidates > 1 THEN line.candidate || '/' || line.candidates END AS candidate,
    open.departments,
    open.file_name,
    open.row_number,
    open.place.sheet,
    open.place.sheet_row,
    open.row_count,
    open.amount,
    person.name,
    person.id_number,
    person.birth_date,
    person.sex,
    person.address,
    line.household_id,
    coalesce(member.name, household.head_name) AS member_name,
    CASE WHEN member.member_id IS NULL THEN household.head_id_number ELSE member.id_number END AS member_id_number,
    born.birth_date AS member_birth_date,
    member.sex AS member_sex,
    concat(household.township, household.village) AS place,
    household.village,
    CASE WHEN member.member_id IS NULL THEN '户主（名册无此人）' ELSE member.relation END AS relation,
    families.family,
    round(line.probability, 2) AS rounded_probability,
    concat_ws(
        '；',
        line.reasons,
        CASE WHEN line.members > 1 THEN '该户另有 ' || (line.members - 1) || ' 名成员也相近' END,
        '上次（' || line.asked_in || '）结论：不确定' || CASE WHEN line.unchanged THEN '' ELSE '，现有变化' END
    ) AS reasons,
    $period AS period,
    CASE WHEN line.members = 1 THEN line.member_id END AS member_id,
    line.probability::VARCHAR AS exact_probability,
    answer_check($period, line.ordinal, line.person_key, line.household_id,
        CASE WHEN line.members = 1 THEN line.member_id END, line.probability) AS check_code
FROM chosen AS line
JOIN placed AS open USING (person_key)
JOIN linkage.persons AS person USING (person_key)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN families USING (household_id)
LEFT JOIN stand_ins AS shown USING (person_key, household_id)
LEFT JOIN roster.members AS member
    ON member.household_id = line.household_id AND member.member_id = shown.member_id
LEFT JOIN member_birth_dates AS born
    ON born.household_id = line.household_id AND born.member_id = shown.member_id
ORDER BY line.ordinal;
