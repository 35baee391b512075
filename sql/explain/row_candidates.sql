-- Households that one person was compared with: how their most probable member compares, and the decision about the
-- household.
-- Grain: one household, the most probable first; those that a reviewer has denied come last, without a probability.
-- Reads: link_decisions, link_families, link_labels, link_reviews, link_scored, link_verdicts, link_weighed,
--   linkage.households, linkage.members.
WITH denied AS (
    SELECT w.hid, arg_max(w.mid, (w.weight, -w.mid)) AS compared_mid, count(*) AS members
    FROM link_weighed AS w
    JOIN link_labels AS d ON d.hid = w.hid AND d.decision = 'no'
    GROUP BY w.hid
), best AS (
    SELECT hid, arg_max(
        {'mid': mid, 'compared_mid': compared_mid, 'odds': odds}, (odds, -compared_mid)
    ) AS pair, count(*) AS members
    FROM link_scored GROUP BY hid
    UNION ALL BY NAME
    SELECT hid, {'mid': NULL, 'compared_mid': compared_mid, 'odds': NULL} AS pair, members FROM denied
), shares AS ( -- one member may be reached through two relatives
    SELECT s.hid, s.mid, sum(s.odds) / any_value(f.odds) AS share
    FROM link_scored AS s JOIN link_families AS f ON f.hid = s.hid
    GROUP BY s.hid, s.mid
)

SELECT
    h.household_id,
    meant.member_id,
    compared.member_id AS compared_member_id,
    b.members,
    n.share AS member_share,
    coalesce(f.stage, w.stage) AS stage,
    coalesce(v.verdict, w.verdict) AS finding,
    l.decision,
    b.pair.odds AS pair_odds,
    f.odds AS household_odds,
    f.all_odds,
    f.registered,
    f.probability,
    c.rid IS NOT NULL AS linked,
    r.doubt,
    w.* EXCLUDE (rid, mid, hid, stage, verdict)
FROM best AS b
JOIN linkage.households AS h USING (hid)
LEFT JOIN link_families AS f ON f.hid = b.hid
LEFT JOIN link_weighed AS w ON w.mid = b.pair.compared_mid
LEFT JOIN link_verdicts AS v ON v.mid = b.pair.compared_mid
LEFT JOIN shares AS n ON n.hid = b.hid AND n.mid IS NOT DISTINCT FROM b.pair.mid
LEFT JOIN link_labels AS l ON l.hid = b.hid
LEFT JOIN link_decisions AS c ON c.hid = b.hid
LEFT JOIN link_reviews AS r ON r.hid = b.hid
LEFT JOIN linkage.members AS meant ON meant.mid = CASE WHEN c.rid IS NULL THEN b.pair.mid ELSE c.mid END
LEFT JOIN linkage.members AS compared ON compared.mid = b.pair.compared_mid
ORDER BY f.probability DESC NULLS LAST, w.weight DESC, h.household_id;
