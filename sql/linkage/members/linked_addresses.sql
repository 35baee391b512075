-- Addresses of persons who are linked or were found to be nobody.
-- Grain: one person with an address, as rid. Inputs: linkage.persons, linkage.person_links.
SELECT person_key AS rid, address
FROM linkage.persons SEMI JOIN linkage.person_links USING (person_key)
WHERE address IS NOT NULL
