-- Complete numbers that more than one member has.
-- Grain: one number. Inputs: linkage.members.
CREATE OR REPLACE TEMP TABLE link_shared_numbers AS
SELECT first17 FROM linkage.members WHERE first17 IS NOT NULL GROUP BY first17 HAVING count(*) > 1
