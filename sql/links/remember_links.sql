-- Who was linked in this period, so that facts stay with the household that a person later leaves.
-- Grain: linked distinct person and period. Inputs: linkage.person_links, windows.
INSERT INTO linkage.earlier_links
SELECT w.period, p.person_key, p.household_id, p.member_id, p.probability
FROM linkage.person_links AS p
CROSS JOIN windows AS w
WHERE p.status = 'linked';
