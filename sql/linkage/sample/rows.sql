-- Sampled persons as the linker prepares them, and their names.
-- Grain: one person (link_sampled, by rid), one comparable name (link_names). Inputs: link_normalised.
CREATE OR REPLACE TEMP TABLE link_sampled AS FROM link_normalised;

CREATE OR REPLACE TEMP TABLE link_names AS
SELECT DISTINCT owner_name_id AS name_id, owner AS name FROM link_sampled WHERE owner_name_id IS NOT NULL;
