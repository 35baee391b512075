-- What every person was linked to.
-- Grain: one person. Inputs: link_rows, link_decisions, link_reviews, link_members, link_stages.
INSERT INTO linkage.person_links (person_key, status, household_id, member_id, stage, probability)
SELECT r.person_key,
    CASE WHEN d.rid IS NOT NULL THEN 'linked' WHEN v.rid IS NOT NULL THEN 'review' ELSE 'unlinked' END,
    h.household_id,
    m.member_id,
    CASE
        WHEN d.rid IS NOT NULL THEN d.stage
        WHEN v.rid IS NOT NULL THEN v.reason
        WHEN r.first17 IS NOT NULL THEN 'outsider'
        ELSE 'no_candidate'
    END,
    s.probability
FROM link_rows r
LEFT JOIN link_decisions d ON d.rid = r.rid
LEFT JOIN (SELECT rid, arg_min(reason, coincidences) AS reason FROM link_reviews GROUP BY rid) v ON v.rid = r.rid
LEFT JOIN (SELECT DISTINCT hid, household_id FROM link_members) h ON h.hid = d.hid
LEFT JOIN link_members m ON m.mid = d.mid
LEFT JOIN link_probabilities s ON s.stage = d.stage
