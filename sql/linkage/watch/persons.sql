-- Persons to be watched, of departments whose parameters were estimated before this period.
-- Grain: one department and person. Inputs: linkage.watched, linkage.parameters; $period.
SELECT source, person_key, row_count
FROM linkage.watched
SEMI JOIN (
    SELECT source FROM linkage.parameters
    WHERE comparison = 'prior' AND level = 'registered' AND estimated <> $period
) USING (source)
