-- Persons settled by their number and name alone.
-- Grain: one person. Inputs: link_settled, linkage.households, linkage.members; $period, $probability.
INSERT INTO linkage.person_links (person_key, status, household_id, member_id, stage, probability, since)
SELECT s.person_key, 'linked', h.household_id, m.member_id, 'id_exact', $probability, $period
FROM link_settled AS s
JOIN linkage.members AS m USING (mid)
JOIN linkage.households AS h ON h.hid = s.hid
