-- Shares of the estimated levels among persons of the period whom the number identifies as a member, and the share of
-- registered persons among all with a number, beside the saved values. A share has drifted if it differs from the
-- saved one by more than chance explains ($deviations standard deviations; the saved one was counted in a sample too)
-- and by so much that a new estimate would move a weight by $bits or more.
-- Grain: one source, comparison and level.
-- Makes: link_drift.
-- Reads: link_drawn, link_known_counts, link_population, link_registered, link_sampled, linkage.parameters.
-- Parameters: $bits, $deviations, $period, $pseudo_pairs.
CREATE OR REPLACE TEMP TABLE link_drift AS
WITH saved AS (
    SELECT source, comparison, level, m, m_rows, comparison = 'prior' AS is_prior
    FROM linkage.parameters SEMI JOIN link_population USING (source)
    WHERE m_rows > 0
), registered AS (
    SELECT s.source, coalesce(sum(p.row_count) FILTER (r.first17 IS NOT NULL), 0) AS seen, sum(p.row_count) AS rows
    FROM link_sampled AS s
    JOIN link_drawn AS p USING (rid)
    LEFT JOIN link_registered AS r USING (first17)
    WHERE s.first17 IS NOT NULL
    GROUP BY s.source
), counted AS (
    SELECT s.*, coalesce(k.rows, 0) AS seen, sum(seen) OVER (PARTITION BY s.source, s.comparison) AS rows
    FROM saved AS s LEFT JOIN link_known_counts AS k USING (source, comparison, level)
    WHERE NOT is_prior
    UNION ALL
    SELECT s.*, r.seen, r.rows FROM saved AS s JOIN registered AS r USING (source) WHERE is_prior
), shares AS (
    SELECT *, seen / rows AS observed, (seen + $pseudo_pairs * m) / (rows + $pseudo_pairs) AS anew,
        -- Anscombe, Biometrika 1948: so transformed, a share of n rows has variance 1 / n even where n is small.
        2 * (asin(sqrt((seen + 0.375) / (rows + 0.75))) - asin(sqrt(m)))
        / sqrt(1 / rows + 1 / (m_rows + $pseudo_pairs)) AS deviations
    FROM counted WHERE rows > 0
)
SELECT $period AS period, source, comparison, level, m AS saved, observed, rows,
    abs(deviations) >= $deviations
    AND abs(log2(if(is_prior, anew / (1 - anew) / (m / (1 - m)), anew / m))) >= $bits AS drifted
FROM shares
