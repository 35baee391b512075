-- Departments whose parameters were estimated before this period.
-- Grain: one source. Inputs: linkage.parameters; $period.
CREATE OR REPLACE TEMP TABLE link_watched AS
SELECT source FROM linkage.parameters
WHERE comparison = 'prior' AND level = 'registered' AND estimated <> $period
