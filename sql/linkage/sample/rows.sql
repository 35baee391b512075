-- Sampled persons as the linker prepares them.
-- Grain: one person, by rid.
-- Makes: link_sampled.
-- Reads: link_normalised.
CREATE OR REPLACE TEMP TABLE link_sampled AS FROM link_normalised;
