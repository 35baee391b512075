-- Removes persons who are settled or outsiders from the records that still have to be compared.
-- Grain: one person.
-- Writes: link_read.
-- Reads: link_outsiders, link_settled.
DELETE FROM link_read WHERE person_key IN (
    SELECT person_key FROM link_settled UNION ALL SELECT person_key FROM link_outsiders
)
