-- m and u of every level that was counted, shrunk towards the declared values and those of the other departments as if
-- these had been counted in $pseudo_pairs further pairs, or seen $alike times: rare levels are counted only a dozen
-- times, and departments differ less than chance does. A level whose u is computed pair by pair gets no u. A pair
-- counts as often as rows write its person that way: a record that stays unchanged every month is one spelling, and
-- each slip in it is another.
-- Grain: one source, comparison and level.
-- Writes: linkage.parameters.
-- Reads: link_declared_levels (source, comparison, level, m, u, least_m, of levels that may be counted),
--   link_known_counts, link_random_counts (source, comparison, level, pairs, rows).
-- Parameters: $alike, $period, $pseudo_pairs.
INSERT INTO linkage.parameters
WITH counted AS (
    SELECT d.*,
        coalesce(sum(k.pairs) OVER per_comparison, 0) AS m_rows, coalesce(sum(r.pairs) OVER per_comparison, 0) AS u_pairs,
        coalesce(m_rows * k.rows / sum(k.rows) OVER per_comparison, 0) AS known,
        coalesce(u_pairs * r.rows / sum(r.rows) OVER per_comparison, 0) AS random
    FROM link_declared_levels AS d
    LEFT JOIN link_known_counts AS k USING (source, comparison, level)
    LEFT JOIN link_random_counts AS r USING (source, comparison, level)
    WINDOW per_comparison AS (PARTITION BY source, comparison)
), beside AS ( -- the declared value and the other departments' counts together: number of pairs, and share
    SELECT c.source, c.comparison, c.level,
        coalesce(sum(o.m_rows), 0) + $pseudo_pairs AS known_pairs,
        (coalesce(sum(o.known ORDER BY o.source), 0) + $pseudo_pairs * any_value(c.m)) / known_pairs AS m,
        coalesce(sum(o.u_pairs), 0) + $pseudo_pairs AS random_pairs,
        (coalesce(sum(o.random ORDER BY o.source), 0) + $pseudo_pairs * any_value(c.u)) / random_pairs AS u
    FROM counted AS c
    LEFT JOIN counted AS o ON o.comparison = c.comparison AND o.level = c.level AND o.source <> c.source
    GROUP BY ALL
), weighed AS (
    SELECT *,
        least(known_pairs, greatest($pseudo_pairs, $alike / m)) AS m_weight,
        least(random_pairs, greatest($pseudo_pairs, $alike / u)) AS u_weight
    FROM beside
)
SELECT source, comparison, level,
    greatest((c.known + b.m_weight * b.m) / (c.m_rows + b.m_weight), c.least_m),
    (c.random + b.u_weight * b.u) / (c.u_pairs + b.u_weight),
    c.m_rows, if(c.u IS NULL, 0, c.u_pairs), $period
FROM counted AS c JOIN weighed AS b USING (source, comparison, level)
WHERE c.m_rows + c.u_pairs > 0
ORDER BY ALL
