-- A person linked to nobody who was a member: remembered as linked while being one.
-- Grain: one person and member. Inputs: link_normalised, link_leavers, linkage.earlier_links; $probability.
INSERT INTO linkage.earlier_links
SELECT n.person_key, l.household_id, l.member_id, $probability, l.last_period, l.last_period
FROM link_normalised AS n
JOIN link_leavers AS l USING (settled_by)
ANTI JOIN linkage.earlier_links AS e ON e.person_key = n.person_key AND e.household_id = l.household_id
