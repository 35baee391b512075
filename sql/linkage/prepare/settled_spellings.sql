-- Persons whose complete number and whole name, once spelt uniformly, are those of the only member with that number. A
-- person about whom a reviewer has decided is not settled this way.
-- Grain: one person.
-- Writes: link_settled.
-- Reads: link_normalised, linkage.labels, linkage.members, linkage.shared_numbers.
INSERT INTO link_settled (person_key, hid, mid)
SELECT n.person_key, m.hid, m.mid
FROM link_normalised AS n
JOIN linkage.members AS m USING (settled_by)
ANTI JOIN linkage.shared_numbers AS s ON s.first17 = m.first17
ANTI JOIN linkage.labels AS d ON d.person_key = n.person_key
WHERE NOT n.as_written -- for name and number written as they are compared, link_met is final
