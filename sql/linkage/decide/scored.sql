-- The odds of every pair against the row being about nobody in the roster: prior times evidence, or what the verdict
-- sets. A reviewer's decision overrides both.
-- Grain: one rid and compared member.
-- Makes: link_scored.
-- Reads: link_labels (rid, hid, mid, decision), link_left, link_priors (source, odds), link_said (verdict,
--   probability), link_verdicts, link_weighed.
CREATE OR REPLACE TEMP TABLE link_scored AS
WITH found AS (
    SELECT w.rid, w.hid, w.mid AS compared_mid, w.stage, w.weight,
        CASE WHEN v.verdict IS NULL THEN w.mid ELSE v.meant_mid END AS mid,
        coalesce(v.verdict, w.verdict) AS verdict
    FROM link_weighed AS w
    LEFT JOIN link_verdicts AS v ON v.rid = w.rid AND v.mid = w.mid
)
SELECT f.rid, f.hid, f.mid, f.compared_mid,
    CASE d.decision WHEN 'unsure' THEN 'unsure' WHEN 'yes' THEN NULL ELSE f.verdict END AS verdict,
    CASE
        WHEN d.decision = 'yes' THEN 'reviewed'
        WHEN f.verdict IN ('relative', 'suffix', 'kin_untraced') THEN 'kin'
        ELSE f.stage
    END AS stage,
    CASE
        WHEN d.decision = 'yes' THEN 1e9
        ELSE coalesce(s.probability / (1 - s.probability), p.odds * power(2, f.weight))
    END AS odds
FROM found AS f
JOIN link_left AS l USING (rid)
JOIN link_priors AS p USING (source)
LEFT JOIN link_said AS s USING (verdict)
LEFT JOIN link_labels AS d ON d.rid = f.rid AND d.hid = f.hid
WHERE d.decision IS DISTINCT FROM 'no'
UNION ALL -- chosen by a reviewer, but reached by no blocking key
SELECT d.rid, d.hid, d.mid, d.mid, NULL, 'reviewed', 1e9
FROM link_labels AS d
WHERE d.decision = 'yes' AND (d.rid, d.hid) NOT IN (SELECT (rid, hid) FROM found)
