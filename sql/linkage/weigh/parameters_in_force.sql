-- m and u of every level: as saved, otherwise as declared.
-- Grain: one source, comparison and level.
-- Makes: link_parameters.
-- Reads: link_declared, linkage.parameters.
CREATE OR REPLACE TEMP TABLE link_parameters AS
SELECT source, comparison, level, coalesce(s.m, d.m) AS m, coalesce(s.u, d.u) AS u
FROM link_declared AS d
LEFT JOIN linkage.parameters AS s USING (source, comparison, level)
