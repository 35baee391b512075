-- Whoever holds or joins the roster with this number touches these persons, and who joins it without one touches those whose
-- number nobody has. A settled person does not ask who else is in the household.
-- Grain: one person and key. Inputs: link_settled, link_outsiders, link_foreign_keys, linkage.members.
INSERT INTO linkage.person_keys
SELECT person_key, hash('settled', first17) FROM link_settled JOIN linkage.members USING (mid)
UNION ALL
SELECT person_key, hash('exact', first17) FROM link_outsiders
UNION ALL
FROM link_foreign_keys
