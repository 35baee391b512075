-- Persons to be watched, of departments whose parameters were estimated before this period.
-- Grain: one person. Inputs: linkage.watched, linkage.persons, linkage.parameters; $period.
CREATE OR REPLACE TEMP TABLE link_watched AS
SELECT person_key, p.source, w.row_count
FROM linkage.watched AS w JOIN linkage.persons AS p USING (person_key)
SEMI JOIN (
    SELECT source FROM linkage.parameters
    WHERE comparison = 'prior' AND level = 'registered' AND estimated <> $period
) USING (source)
