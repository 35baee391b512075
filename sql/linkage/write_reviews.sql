-- Doubtful candidates for the reviewer.
-- Grain: one person and candidate. Inputs: link_rows, link_reviews, link_members, link_reasons.
INSERT INTO linkage.person_reviews (person_key, household_id, member_id, probability, reasons)
SELECT r.person_key, h.household_id, m.member_id, w.probability, w.wording
FROM link_reviews v
JOIN link_rows r USING (rid)
JOIN (SELECT DISTINCT hid, household_id FROM link_members) h USING (hid)
LEFT JOIN link_members m ON m.mid = v.mid
JOIN link_reasons w USING (reason)
