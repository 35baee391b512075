-- Persons whose complete number and whole name, in their one writing, are those of the one member with that number.
-- Whom a reviewer has decided on is not settled so.
-- Grain: one person. Inputs: link_normalised, linkage.members, linkage.labels, linkage.shared_numbers.
INSERT INTO link_settled (person_key, hid, mid)
SELECT n.person_key, m.hid, m.mid
FROM link_normalised AS n
JOIN linkage.members AS m USING (settled_by)
ANTI JOIN linkage.shared_numbers AS s ON s.first17 = m.first17
ANTI JOIN linkage.labels AS d ON d.person_key = n.person_key
WHERE NOT n.as_written -- the others have been met, or never will be
