-- People who left a household of the roster, and everybody of the roster who may be one of them. person: the number in
-- seventeen digits; without a complete number, member_id and name. homes: in how many households of the roster the
-- person is. Those who are in their household again under another writing are among the present.
-- Grain: one household, member and person.
-- Makes: stays.
-- Reads: linkage.households, linkage.members, roster.left_members, roster.left_numbers, roster.members.
CREATE OR REPLACE TEMP TABLE stays AS
WITH written AS (
    SELECT *, regexp_replace(translate(upper(id_number), '０１２３４５６７８９Ｘ', '0123456789X'), '[^0-9X]', '', 'g') AS digits
    FROM roster.left_numbers
    WHERE NOT regexp_matches(id_number, '[*＊?？]')
),

numbered AS (
    SELECT household_id, member_id, name, id_number, last_period,
        TRY_CAST(CASE length(digits)
            WHEN 18 THEN left(digits, 17)
            WHEN 15 THEN left(digits, 6) || '19' || right(digits, 9)
        END AS BIGINT) AS first17
    FROM written
),

unnumbered AS (
    SELECT *, member_id || ' ' || name AS person
    FROM roster.left_members
    WHERE name IS NOT NULL AND NOT coalesce(regexp_full_match(id_number, '[0-9]{15}|[0-9]{17}[0-9Xx]'), false)
),

present AS (
    SELECT r.household_id, r.member_id, r.name, n.first17::VARCHAR AS person
    FROM roster.members AS r
    JOIN (SELECT DISTINCT id_number, first17 FROM numbered) AS n USING (id_number)
    UNION
    SELECT h.household_id, m.member_id, r.name, m.first17::VARCHAR
    FROM linkage.members AS m
    SEMI JOIN numbered AS n ON n.first17 = m.first17
    JOIN linkage.households AS h USING (hid)
    JOIN roster.members AS r ON r.household_id = h.household_id AND r.member_id = m.member_id
    UNION
    SELECT household_id, member_id, name, u.person
    FROM roster.members JOIN (SELECT DISTINCT member_id, name, person FROM unnumbered) AS u USING (member_id, name)
)

SELECT household_id, member_id, name, NULL AS id_number, person, NULL AS last_period,
    count(DISTINCT household_id) OVER (PARTITION BY person) AS homes
FROM present
WHERE person IS NOT NULL
UNION ALL
SELECT household_id, member_id, name, id_number, first17::VARCHAR, last_period, NULL
FROM numbered
WHERE first17 IS NOT NULL
UNION ALL
SELECT household_id, member_id, name, id_number, person, last_period, NULL
FROM unnumbered;
