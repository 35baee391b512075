-- Only persons who are neither settled nor outsiders are left among the records that are read.
-- Grain: one person. Inputs: link_settled, link_outsiders.
DELETE FROM link_read WHERE person_key IN (
    SELECT person_key FROM link_settled UNION ALL SELECT person_key FROM link_outsiders
)
