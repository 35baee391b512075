-- m and u of every comparison level, and the range of u where it is the frequency of the value.
-- Grain: one source, comparison and level.
-- Reads: link_pairwise (source, comparison, level, term, times, at_least), link_parameters (source, comparison, level,
--   m, u), linkage.term_frequencies.
-- Parameters: $base (the base model, which is no source's).
WITH reached AS (
    SELECT comparison, frequency,
        sum(frequency) OVER (PARTITION BY comparison ORDER BY frequency)
        / sum(frequency) OVER (PARTITION BY comparison) AS share -- share of members whose value is at least as rare
    FROM linkage.term_frequencies
),

spans AS (
    SELECT comparison, min(frequency) FILTER (share >= 0.1) AS rare, min(frequency) FILTER (share >= 0.9) AS common
    FROM reached
    GROUP BY comparison
)

SELECT p.source, p.comparison, p.level, p.m, p.u,
    CASE WHEN p.u IS NULL AND s.rare IS NOT NULL THEN least(1, greatest(s.rare, w.at_least) * w.times) END AS u_rare,
    CASE WHEN p.u IS NULL AND s.rare IS NOT NULL THEN least(1, greatest(s.common, w.at_least) * w.times) END AS u_common
FROM link_parameters AS p
LEFT JOIN link_pairwise AS w ON w.source = p.source AND w.comparison = p.comparison AND w.level = p.level
LEFT JOIN spans AS s ON s.comparison = w.term
WHERE p.comparison <> 'prior' AND p.source <> $base
ORDER BY p.source, p.comparison, p.level
