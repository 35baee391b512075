-- Parameters before and after, and by how many bits each weight moved; the largest change comes first.
-- Grain: one source, comparison and level.
-- Reads: link_after, link_before.
SELECT a.*, b.m AS m_before, b.u AS u_before, b.estimated AS estimated_before,
    CASE
        WHEN a.comparison = 'prior' THEN log2(a.m / (1 - a.m)) - log2(b.m / (1 - b.m))
        ELSE log2(a.m / b.m) - coalesce(log2(a.u / b.u), 0)
    END AS bits
FROM link_after AS a JOIN link_before AS b USING (source, comparison, level)
ORDER BY abs(bits) DESC, source, comparison, level
