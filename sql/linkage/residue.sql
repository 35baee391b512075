-- Persons whose number, if complete, is in nobody's name in the roster: they are compared by blocks.
-- Grain: one rid. Inputs: link_rows, link_members.
CREATE OR REPLACE TEMP TABLE link_residue AS
SELECT * FROM link_rows
WHERE first17 IS NULL OR first17 NOT IN (SELECT first17 FROM link_members WHERE first17 IS NOT NULL)
