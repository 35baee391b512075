-- Persons with a complete number that the roster lacks, whom nobody without a number could be.
-- Grain: one person. Inputs: link_outsiders; $period.
INSERT INTO linkage.person_links (person_key, status, stage, since)
SELECT person_key, 'unlinked', 'outsider', $period FROM link_outsiders
