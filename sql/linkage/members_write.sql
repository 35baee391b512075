-- Members of changed households as they are compared.
-- Grain: one member. Inputs: link_normalised, link_relations (written, sex, generation, own), link_former_members.
INSERT INTO linkage.members BY NAME
WITH known AS (
    SELECT coalesce(greatest((SELECT max(mid) FROM linkage.members), (SELECT max(mid) FROM link_former_members)), 0) AS last
)
SELECT last + row_number() OVER (ORDER BY n.hid, n.member_id, n.name) AS mid,
    n.hid, n.member_id, n.name, n.whole_name, n.name_id, n.surname, n.kind, n.pattern, n.text, n.first17, n.last4,
    coalesce(n.birth_trusted, n.birth_date) AS birth,
    n.birth_in_number,
    coalesce(n.sex_in_number, n.sex, r.sex) AS sex,
    r.generation, r.own, n.village_id, n.township_id
FROM link_normalised AS n
CROSS JOIN known
LEFT JOIN link_relations AS r ON r.written = n.relation
