-- Numbers that must be looked at more closely.
-- Grain: one number as written. Inputs: link_read.
SELECT DISTINCT id_number AS written FROM link_read WHERE first17 IS NULL AND id_number IS NOT NULL
