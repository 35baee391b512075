-- m and u of every level that was counted, shrunk towards what is declared as if it had been counted in $pseudo_pairs
-- more; a level whose u is worked out pair by pair keeps no u.
-- Grain: one source, comparison and level.
-- Inputs: link_declared (source, comparison, level, m, u, least_m, of levels that may be counted), link_known_counts,
--         link_random_counts (source, comparison, level, pairs); $pseudo_pairs, $period.
INSERT INTO linkage.parameters
WITH counted AS (
    SELECT d.*, coalesce(k.pairs, 0) AS known, coalesce(r.pairs, 0) AS random,
        sum(known) OVER per_comparison AS m_rows, sum(random) OVER per_comparison AS u_pairs
    FROM link_declared AS d
    LEFT JOIN link_known_counts AS k USING (source, comparison, level)
    LEFT JOIN link_random_counts AS r USING (source, comparison, level)
    WINDOW per_comparison AS (PARTITION BY source, comparison)
)
SELECT source, comparison, level,
    greatest((known + $pseudo_pairs * m) / (m_rows + $pseudo_pairs), least_m),
    (random + $pseudo_pairs * u) / (u_pairs + $pseudo_pairs),
    m_rows, if(u IS NULL, 0, u_pairs), $period
FROM counted
WHERE m_rows + u_pairs > 0
ORDER BY ALL
