-- Sources with the departments that are told what came of their rows. Those that the poverty office or the townships
-- make themselves are not among them.
-- Grain: source.
-- Makes: bureaus.
-- Reads: built.expected_sources.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE bureaus AS
SELECT source, title, department
FROM built.expected_sources
WHERE period = $period AND NOT inside;
