-- Writings of the sexes.
-- Grain: one writing. Inputs: link_read.
SELECT DISTINCT sex AS written FROM link_read WHERE sex IS NOT NULL
