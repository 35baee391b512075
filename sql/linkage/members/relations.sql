-- Writings of relations to the head.
-- Grain: one writing. Inputs: link_read.
SELECT DISTINCT relation AS written FROM link_read WHERE relation IS NOT NULL
