-- Persons whose complete number is not in the roster and who cannot be any member without a number.
-- Grain: one person.
-- Writes: linkage.person_links.
-- Reads: link_outsiders.
-- Parameters: $period.
INSERT INTO linkage.person_links (person_key, status, stage, since)
SELECT person_key, 'unlinked', 'outsider', $period FROM link_outsiders
