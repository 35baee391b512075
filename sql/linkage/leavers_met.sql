-- Persons compared in this period and linked to nobody, whose number could be a former member's, in 18 digits or 15.
-- Grain: one person. Inputs: linkage.persons, linkage.person_links, link_leavers, windows.
CREATE OR REPLACE TEMP VIEW link_written AS
WITH numbers AS (
    SELECT text FROM link_leavers
    UNION ALL
    SELECT left(text, 6) || substr(text, 9, 9) FROM link_leavers
)
SELECT person_key, name, id_number, NULL::VARCHAR AS sex
FROM linkage.persons
SEMI JOIN (
    SELECT person_key FROM linkage.person_links WHERE status <> 'linked' AND since = (SELECT period FROM windows)
) USING (person_key)
WHERE regexp_replace(upper(id_number), '[^0-9X]', '', 'g') IN (FROM numbers)
