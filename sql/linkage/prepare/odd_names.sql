-- Names that must be looked at more closely.
-- Grain: one name as written. Inputs: link_read.
SELECT DISTINCT name AS written FROM link_read WHERE NOT plain_name AND name IS NOT NULL
