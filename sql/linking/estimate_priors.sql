-- Which share of a department's persons the roster has: counted among those with a complete valid number, shrunk as
-- m and u are, and never certain.
-- Grain: one source. Inputs: link_declared_priors (source, registered), link_sampled, linkage.members; $pseudo_pairs,
-- $least, $period.
INSERT INTO linkage.parameters
SELECT d.source, 'prior', 'registered',
    greatest($least, least(1 - $least,
        (count(s.first17) FILTER (s.first17 IN (SELECT first17 FROM linkage.members)) + $pseudo_pairs * any_value(d.registered))
        / (count(s.first17) + $pseudo_pairs))),
    NULL, count(s.first17), 0, $period
FROM link_declared_priors AS d LEFT JOIN link_sampled AS s USING (source)
GROUP BY d.source
ORDER BY d.source
