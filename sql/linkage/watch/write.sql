-- What a period showed, in the run that looked last.
-- Grain: one period, source, comparison and level. Inputs: link_drift.
DELETE FROM linkage.drift WHERE period IN (SELECT period FROM link_drift);
INSERT INTO linkage.drift FROM link_drift ORDER BY ALL;
