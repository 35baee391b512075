-- Whether the decisions are others now.
-- Grain: one row, how many differ. Inputs: new_labels, linkage.labels.
SELECT count(*)
FROM (
    (FROM new_labels EXCEPT FROM linkage.labels)
    UNION ALL
    (FROM linkage.labels EXCEPT FROM new_labels)
);
