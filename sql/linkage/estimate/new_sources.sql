-- Departments whose parameters have not been estimated yet.
-- Grain: one source.
-- Reads: linkage.parameters, linkage.persons.
SELECT DISTINCT source FROM linkage.persons ANTI JOIN linkage.parameters USING (source)
WHERE source IS NOT NULL
ORDER BY source
