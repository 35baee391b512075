-- How many decisions differ from those saved.
-- Grain: one row.
-- Reads: linkage.labels, new_labels.
SELECT count(*)
FROM (
    (FROM new_labels EXCEPT FROM linkage.labels)
    UNION ALL
    (FROM linkage.labels EXCEPT FROM new_labels)
);
