-- What reviewers have decided about the persons of a batch.
-- Grain: one rid and household.
-- Makes: link_labels.
-- Reads: link_left, linkage.households, linkage.labels, linkage.members.
CREATE OR REPLACE TEMP TABLE link_labels AS
SELECT l.rid, h.hid, m.mid, d.decision
FROM linkage.labels AS d
JOIN link_left AS l USING (person_key)
JOIN linkage.households AS h USING (household_id)
LEFT JOIN linkage.members AS m ON m.hid = h.hid AND m.member_id = d.member_id
