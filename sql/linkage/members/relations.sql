-- Spellings of relations to the head.
-- Grain: one spelling.
-- Reads: link_read.
SELECT DISTINCT relation AS written FROM link_read WHERE relation IS NOT NULL
