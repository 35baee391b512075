-- Doubtful candidates of rows that were not linked, with the one reason that kept each from being linked.
-- Grain: one rid and candidate; five a row at most, for a reviewer cannot weigh more.
-- Inputs: link_candidates, link_decisions; $link_limit, $review_limit.
CREATE OR REPLACE TEMP TABLE link_reviews AS
WITH doubtful AS (
    SELECT * FROM link_candidates
    WHERE rid NOT IN (SELECT rid FROM link_decisions)
        AND coincidences <= CASE WHEN contradiction IS NULL THEN $review_limit ELSE $link_limit END
)
SELECT rid, hid, mid, coincidences,
    CASE
        WHEN contradiction IS NOT NULL THEN contradiction
        WHEN stage = 'id_exact' THEN 'id_shared'
        WHEN coincidences <= $link_limit THEN 'ambiguous' -- only another household as likely kept it from being linked
        ELSE 'weak'
    END AS reason
FROM doubtful
QUALIFY row_number() OVER (PARTITION BY rid ORDER BY coincidences, hid, mid) <= 5
