-- Persons first met in this period, of departments whose parameters were estimated before it.
-- Grain: one person. Inputs: linkage.persons, linkage.parameters; $period.
CREATE OR REPLACE TEMP TABLE link_watched AS
SELECT person_key, source
FROM linkage.persons
SEMI JOIN (
    SELECT source FROM linkage.parameters
    WHERE comparison = 'prior' AND level = 'registered' AND estimated <> $period
) USING (source)
WHERE met_in = $period
