-- Whether the members that are compared were made of the very files that are the roster now (1) or not (0, as where no file is known).
-- Grain: one row. Inputs: roster.snapshots, linkage.snapshots.
SELECT coalesce(
    (SELECT list(s ORDER BY s) FROM roster.snapshots AS s) = (SELECT list(s ORDER BY s) FROM linkage.snapshots AS s),
    FALSE
)::INTEGER
