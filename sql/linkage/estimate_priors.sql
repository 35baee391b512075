-- Which share of a department's persons the roster has: counted among those with a complete valid number, shrunk as
-- m and u are, and never certain.
-- Grain: one source. Inputs: link_declared_priors (source, registered), link_sampled, link_registered; $pseudo_pairs,
-- $least, $period.
INSERT INTO linkage.parameters
SELECT d.source, 'prior', 'registered',
    greatest($least, least(1 - $least,
        (count(r.first17) + $pseudo_pairs * any_value(d.registered)) / (count(s.first17) + $pseudo_pairs))),
    NULL, count(s.first17), 0, $period
FROM link_declared_priors AS d
LEFT JOIN link_sampled AS s USING (source)
LEFT JOIN link_registered AS r USING (first17)
GROUP BY d.source
ORDER BY d.source
