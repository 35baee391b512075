-- What the last run observed for a period.
-- Grain: one period, source, comparison and level.
-- Writes: linkage.drift.
-- Reads: link_drift.
DELETE FROM linkage.drift WHERE period IN (SELECT period FROM link_drift);
INSERT INTO linkage.drift FROM link_drift ORDER BY ALL;
