-- A person linked to nobody whose number and name are those of exactly one former member is recorded as linked until
-- that member left.
-- Grain: one person and member.
-- Writes: linkage.earlier_links.
-- Reads: link_normalised, linkage.earlier_links.
-- Parameters: $probability.
INSERT INTO linkage.earlier_links
WITH left_members AS ( -- for a member of several households, the last one
    SELECT settled_by, household_id, member_id, last_period
    FROM link_normalised
    WHERE person_key IS NULL AND settled_by IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY settled_by ORDER BY last_period DESC, household_id, member_id) = 1
)
SELECT n.person_key, l.household_id, l.member_id, $probability, l.last_period, l.last_period
FROM link_normalised AS n
JOIN left_members AS l USING (settled_by)
ANTI JOIN linkage.earlier_links AS e ON e.person_key = n.person_key AND e.household_id = l.household_id
WHERE n.person_key IS NOT NULL
