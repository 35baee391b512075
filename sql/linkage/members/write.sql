-- Members of changed households as they are compared.
-- Grain: one member.
-- Writes: linkage.members.
-- Reads: link_former_members, link_normalised, link_read, link_relations (written, sex, generation, own),
--   linkage.members.
INSERT INTO linkage.members BY NAME
WITH known AS (
    SELECT coalesce(greatest((SELECT max(mid) FROM linkage.members), (SELECT max(mid) FROM link_former_members)), 0) AS last
), numbered AS ( -- in a fixed order, so that equal rosters get equal numbers; apart, because whole rows are slow to sort
    SELECT rowid AS place, last + row_number() OVER (ORDER BY hid, member_id) AS mid FROM link_read CROSS JOIN known
)
SELECT o.mid, n.hid, n.member_id, n.name, n.settled_by, n.name_id, n.surname, n.kind, n.first17, n.last4,
    CASE WHEN n.first17 IS NULL THEN n.pattern END AS damaged_pattern,
    CASE WHEN n.first17 IS NULL THEN n.text END AS damaged_text,
    coalesce(n.birth_trusted, n.birth_date) AS birth,
    n.birth_in_number,
    coalesce(n.sex_in_number, n.sex, r.sex) AS sex,
    r.generation, r.own, n.village_id, n.township_id
FROM link_normalised AS n
JOIN numbered AS o USING (place)
LEFT JOIN link_relations AS r ON r.written = n.relation
