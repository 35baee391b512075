-- Departments of which persons are new and whose parameters were estimated before this period.
-- Grain: one source. Inputs: linkage.parameters, linkage.persons, link_new; $period.
CREATE OR REPLACE TEMP TABLE link_watched AS
SELECT source FROM linkage.parameters
WHERE comparison = 'prior' AND level = 'registered' AND estimated <> $period
    AND source IN (SELECT source FROM linkage.persons SEMI JOIN link_new USING (person_key))
