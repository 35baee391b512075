-- The most probable partner of each record, if each of the two is the other's best.
-- Grain: one rid that is linked.
-- Reads: link_priors, link_weighed.
-- Parameters: $link.
WITH scored AS (
    SELECT rid, mid, odds * power(2, weight) AS odds FROM link_weighed CROSS JOIN link_priors
), shares AS (
    SELECT rid, mid, odds / (1 + sum(odds) OVER (PARTITION BY rid)) AS probability,
        row_number() OVER (PARTITION BY rid ORDER BY odds DESC, mid) AS place,
        row_number() OVER (PARTITION BY mid ORDER BY odds DESC, rid) AS place_there
    FROM scored
)
SELECT rid, mid, probability FROM shares
WHERE place = 1 AND probability >= $link AND place_there = 1
ORDER BY rid
