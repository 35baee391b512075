-- Persons of whom a row is linked to a changed household.
-- Grain: one person.
-- Makes: changed_persons.
-- Reads: changed_households, linkage.person_links, linkage.row_links, person_rows.
CREATE OR REPLACE TEMP TABLE changed_persons AS
SELECT person_key FROM linkage.person_links SEMI JOIN changed_households USING (household_id)
UNION
SELECT person_key
FROM person_rows
SEMI JOIN (FROM linkage.row_links SEMI JOIN changed_households USING (household_id)) USING (file_id, row_number);
