-- Some of the pairs found by blocking, the same ones every time.
-- Grain: one rid and mid.
-- Makes: link_ecm_pairs.
-- Reads: link_left, link_pairs.
-- Parameters: $most (of each department).
CREATE OR REPLACE TEMP TABLE link_ecm_pairs AS
SELECT p.rid, p.mid, p.same_number
FROM link_pairs AS p JOIN link_left AS l USING (rid)
QUALIFY row_number() OVER (PARTITION BY l.source ORDER BY hash(l.person_key, p.mid), p.rid, p.mid) <= $most
