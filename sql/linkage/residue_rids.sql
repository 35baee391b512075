-- Whose addresses are to be read.
-- Grain: one rid. Inputs: link_residue.
SELECT rid FROM link_residue ORDER BY rid
