-- Members of the candidate households; and for a candidate without a named member the member to show: the one with the
-- number or name that was written for the person, otherwise the head as the household has it (no member).
-- Grain: families, one household; stand_ins, one person and household.
-- Makes: families, stand_ins.
-- Reads: linkage.persons, open_pairs, roster.members.
CREATE OR REPLACE TEMP TABLE families AS
SELECT
    household_id,
    string_agg(concat(name, '（' || relation || '）'), '、' ORDER BY relation <> '户主', member_id) AS family
FROM roster.members
SEMI JOIN open_pairs USING (household_id)
GROUP BY household_id;

CREATE OR REPLACE TEMP TABLE stand_ins AS
SELECT
    pair.person_key,
    pair.household_id,
    coalesce(
        any_value(pair.member_id),
        first(member.member_id ORDER BY member.id_number = person.id_number DESC NULLS LAST, member.member_id)
            FILTER (member.id_number = person.id_number OR starts_with(person.name, member.name))
    ) AS member_id
FROM open_pairs AS pair
JOIN linkage.persons AS person USING (person_key)
JOIN roster.members AS member USING (household_id)
GROUP BY pair.person_key, pair.household_id;
