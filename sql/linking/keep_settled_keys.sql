-- Whoever holds or joins the roster with this number touches these persons.
-- Grain: one person and key. Inputs: link_settled, link_outsiders, linkage.members.
INSERT INTO linkage.person_keys
SELECT person_key, hash('exact', first17) FROM link_settled JOIN linkage.members USING (mid)
UNION ALL
SELECT person_key, hash('exact', first17) FROM link_outsiders
