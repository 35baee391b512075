-- Names that need a closer look.
-- Grain: one name as written.
-- Reads: link_read.
SELECT DISTINCT name AS written FROM link_read WHERE NOT plain_name AND name IS NOT NULL
