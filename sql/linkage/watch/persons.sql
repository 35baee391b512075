-- Persons to be watched: those of departments whose parameters were estimated before this period.
-- Grain: one department and person.
-- Reads: linkage.parameters, linkage.watched.
-- Parameters: $period.
SELECT source, person_key, row_count
FROM linkage.watched
SEMI JOIN (
    SELECT source FROM linkage.parameters
    WHERE comparison = 'prior' AND level = 'registered' AND estimated <> $period
) USING (source)
