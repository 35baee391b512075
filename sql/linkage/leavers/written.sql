-- Former members, and persons compared in this period and linked to nobody, as written, where one has the number of
-- the other in 18 digits or 15.
-- Grain: one former member (person_key NULL) or person.
-- Makes: link_leavers.
-- Reads: former_members, linkage.person_links, linkage.persons, windows.
CREATE OR REPLACE TEMP TABLE link_leavers AS
WITH asked AS (
    SELECT NULL AS person_key, household_id, member_id, last_period, name, id_number FROM former_members
    UNION ALL
    SELECT person_key, NULL, NULL, NULL, name, id_number
    FROM linkage.persons
    SEMI JOIN (
        SELECT person_key FROM linkage.person_links WHERE status <> 'linked' AND since = (SELECT period FROM windows)
    ) USING (person_key)
), read AS (
    SELECT *, regexp_replace(translate(upper(id_number), '０１２３４５６７８９Ｘ', '0123456789X'), '[^0-9X]', '', 'g') AS digits
    FROM asked
), shortened AS ( -- the fifteen digits of the old number, also from an eighteen-digit one
    SELECT * EXCLUDE (digits),
        CASE length(digits) WHEN 15 THEN digits WHEN 18 THEN left(digits, 6) || substr(digits, 9, 9) END AS number
    FROM read
)
SELECT * EXCLUDE (number), NULL::VARCHAR AS sex
FROM shortened
SEMI JOIN (
    SELECT number FROM shortened GROUP BY number HAVING count(person_key) > 0 AND count(household_id) > 0
) USING (number);
