-- Complete numbers that more than one member has.
-- Grain: one number.
-- Writes: linkage.shared_numbers.
-- Reads: linkage.members.
DELETE FROM linkage.shared_numbers;
INSERT INTO linkage.shared_numbers
SELECT first17 FROM linkage.members WHERE first17 IS NOT NULL GROUP BY first17 HAVING count(*) > 1
