-- The links of the persons of a batch.
-- Grain: one person.
-- Writes: linkage.person_links.
-- Reads: link_decisions, link_left, link_reviews, linkage.households, linkage.members.
-- Parameters: $period.
INSERT INTO linkage.person_links (person_key, status, household_id, member_id, stage, probability, since)
WITH meant AS (
    SELECT mid, member_id FROM linkage.members SEMI JOIN link_decisions USING (mid)
), linked AS (
    SELECT d.rid, d.stage, d.probability, h.household_id, m.member_id
    FROM link_decisions AS d
    JOIN linkage.households AS h USING (hid)
    LEFT JOIN meant AS m ON m.mid = d.mid
), reviewed AS (
    SELECT rid, arg_max(doubt, (probability, household_id)) AS doubt FROM link_reviews GROUP BY rid
)
SELECT r.person_key,
    CASE WHEN d.rid IS NOT NULL THEN 'linked' WHEN v.rid IS NOT NULL THEN 'review' ELSE 'unlinked' END,
    d.household_id,
    d.member_id,
    CASE
        WHEN d.rid IS NOT NULL THEN d.stage
        WHEN v.rid IS NOT NULL THEN v.doubt
        WHEN r.first17 IS NOT NULL THEN 'outsider'
        ELSE 'no_candidate'
    END,
    d.probability,
    $period
FROM link_left AS r
LEFT JOIN linked AS d ON d.rid = r.rid
LEFT JOIN reviewed AS v ON v.rid = r.rid
