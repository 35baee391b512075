-- What a period showed; of several runs of a period the one that saw most rows is kept.
-- Grain: one period, source, comparison and level. Inputs: link_drift.
DELETE FROM linkage.drift AS d
USING link_drift AS n
WHERE d.period = n.period AND d.source = n.source AND d.comparison = n.comparison AND d.level = n.level
    AND d.rows <= n.rows;

INSERT INTO linkage.drift
FROM link_drift ANTI JOIN linkage.drift USING (period, source, comparison, level)
ORDER BY ALL;
