-- Numbers that need a closer look.
-- Grain: one number as written.
-- Reads: link_read.
SELECT DISTINCT id_number AS written FROM link_read WHERE first17 IS NULL AND id_number IS NOT NULL
