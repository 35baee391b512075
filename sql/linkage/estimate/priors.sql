-- The share of a department's persons who are in the roster, counted among those with a complete valid number, shrunk
-- like m and u, and never certain.
-- Grain: one source.
-- Writes: linkage.parameters.
-- Reads: link_declared_priors (source, registered), link_drawn, link_registered, link_sampled.
-- Parameters: $least, $period, $pseudo_pairs.
INSERT INTO linkage.parameters
WITH numbered AS ( -- a person counts once for each row that writes the person that way
    SELECT s.source, count(*) AS persons,
        coalesce(sum(p.row_count) FILTER (r.first17 IS NOT NULL), 0) / sum(p.row_count) AS share
    FROM link_sampled AS s
    JOIN link_drawn AS p USING (rid)
    LEFT JOIN link_registered AS r USING (first17)
    WHERE s.first17 IS NOT NULL
    GROUP BY s.source
)
SELECT d.source, 'prior', 'registered',
    greatest($least, least(1 - $least,
        (coalesce(n.share, 0) * coalesce(n.persons, 0) + $pseudo_pairs * d.registered) / (coalesce(n.persons, 0) + $pseudo_pairs))),
    NULL, coalesce(n.persons, 0), 0, $period
FROM link_declared_priors AS d LEFT JOIN numbered AS n USING (source)
ORDER BY d.source
