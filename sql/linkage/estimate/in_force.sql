-- The figures that links are weighed by, and how they were obtained.
-- Grain: one source, comparison and level.
-- Reads: link_parameters, linkage.parameters.
-- Parameters: $base (the base model, which is no department's).
SELECT p.source, p.comparison, p.level, p.m, p.u, coalesce(s.m_rows, 0) AS m_rows, coalesce(s.u_pairs, 0) AS u_pairs, s.estimated
FROM link_parameters AS p
LEFT JOIN linkage.parameters AS s USING (source, comparison, level)
WHERE p.source <> $base
