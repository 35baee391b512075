-- Departments whose persons are linked.
-- Grain: one source.
-- Reads: linkage.persons.
SELECT DISTINCT source FROM linkage.persons WHERE source IS NOT NULL AND source <> 'persons' ORDER BY source
