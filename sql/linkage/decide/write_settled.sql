-- Persons settled by number and name alone.
-- Grain: one person.
-- Writes: linkage.person_links.
-- Reads: link_settled, linkage.households, linkage.members.
-- Parameters: $period, $probability.
INSERT INTO linkage.person_links (person_key, status, household_id, member_id, stage, probability, since)
SELECT s.person_key, 'linked', h.household_id, m.member_id, 'id_exact', $probability, $period
FROM link_settled AS s
JOIN linkage.members AS m USING (mid)
JOIN linkage.households AS h ON h.hid = s.hid
