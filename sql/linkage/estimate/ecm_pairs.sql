-- Some of the pairs that blocking found, the same whenever they are drawn.
-- Grain: one rid and mid. Inputs: link_pairs, link_left; $most of a department.
CREATE OR REPLACE TEMP TABLE link_ecm_pairs AS
SELECT p.rid, p.mid, p.same_number
FROM link_pairs AS p JOIN link_left AS l USING (rid)
QUALIFY row_number() OVER (PARTITION BY l.source ORDER BY hash(l.person_key, p.mid), p.rid, p.mid) <= $most
