-- Departments whose parameters nobody has estimated yet.
-- Grain: one source. Inputs: linkage.persons, linkage.parameters.
SELECT DISTINCT source FROM linkage.persons ANTI JOIN linkage.parameters USING (source)
WHERE source IS NOT NULL
ORDER BY source
