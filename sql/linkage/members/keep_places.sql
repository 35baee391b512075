-- The villages by which addresses are read from now on.
-- Grain: one township and village.
-- Writes: linkage.places.
-- Reads: roster.households.
DELETE FROM linkage.places;
INSERT INTO linkage.places SELECT DISTINCT township, village FROM roster.households
