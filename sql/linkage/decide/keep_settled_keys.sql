-- Keys under which settled persons and outsiders are compared again: when a member with their number changes or joins,
-- and, for numbers that nobody has, when a member without a number joins. The rest of the household does not matter to
-- a settled person.
-- Grain: one person and key.
-- Writes: linkage.person_keys.
-- Reads: link_foreign_keys, link_outsiders, link_settled, linkage.members.
INSERT INTO linkage.person_keys
SELECT person_key, hash('settled', first17) FROM link_settled JOIN linkage.members USING (mid)
UNION ALL
SELECT person_key, hash('exact', first17) FROM link_outsiders
UNION ALL
FROM link_foreign_keys
