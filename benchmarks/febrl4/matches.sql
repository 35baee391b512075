-- The most probable partner of each record; if the model is one to one, only pairs in which each is the other's best.
-- Grain: one linked rid. Inputs: link_weighed, link_priors; $link, $one_to_one.
WITH scored AS (
    SELECT rid, mid, odds * power(2, weight) AS odds FROM link_weighed CROSS JOIN link_priors
), shares AS (
    SELECT rid, mid, odds / (1 + sum(odds) OVER (PARTITION BY rid)) AS probability,
        row_number() OVER (PARTITION BY rid ORDER BY odds DESC, mid) AS place,
        row_number() OVER (PARTITION BY mid ORDER BY odds DESC, rid) AS place_there
    FROM scored
)
SELECT rid, mid, probability FROM shares
WHERE place = 1 AND probability >= $link AND (place_there = 1 OR NOT $one_to_one)
ORDER BY rid
