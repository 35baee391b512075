-- Doubtful candidates of rows that were not linked but are probably about somebody in the roster, each with the reason
-- why it was not linked. A number whose holder has another name is always reviewed.
-- Grain: one rid and household; at most $most per row, because a reviewer cannot weigh more.
-- Makes: link_reviews.
-- Reads: link_decisions, link_doubtful, link_families, link_said, link_scored, linkage.households.
-- Parameters: $least, $link, $most, $review.
CREATE OR REPLACE TEMP TABLE link_reviews AS
WITH doubtful AS (
    SELECT f.*, h.household_id,
        CASE
            WHEN verdict IN (SELECT verdict FROM link_doubtful) THEN verdict
            WHEN registered >= $link THEN if(stage = 'id_exact', 'id_shared', 'ambiguous')
            ELSE 'weak'
        END AS doubt
    FROM link_families AS f
    JOIN linkage.households AS h USING (hid)
    WHERE (registered >= $review OR verdict IN (SELECT verdict FROM link_said WHERE probability IS NOT NULL))
        AND rid NOT IN (SELECT rid FROM link_decisions)
), shown AS (
    SELECT * FROM doubtful
    WINDOW likeliest_first AS (PARTITION BY rid ORDER BY probability DESC, household_id)
    QUALIFY row_number() OVER likeliest_first = 1
        OR (row_number() OVER likeliest_first <= $most AND probability >= $least)
)
SELECT f.rid, f.hid, f.household_id, f.probability, f.doubt,
    arg_max({'mid': s.mid, 'compared_mid': s.compared_mid}, (s.odds, -s.compared_mid)).mid AS mid,
    arg_max(s.compared_mid, (s.odds, -s.compared_mid)) AS compared_mid
FROM shown AS f JOIN link_scored AS s ON s.rid = f.rid AND s.hid = f.hid
GROUP BY ALL
