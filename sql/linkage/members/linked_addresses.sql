-- Addresses of persons who have been compared, whether they were linked or not.
-- Grain: one person with an address, as rid.
-- Reads: linkage.person_links, linkage.persons.
SELECT person_key AS rid, address
FROM linkage.persons SEMI JOIN linkage.person_links USING (person_key)
WHERE address IS NOT NULL
