-- Whether the members in use were made from exactly the files that are the roster now (1) or not (0, also if no file
-- is known).
-- Grain: one row.
-- Reads: linkage.snapshots, roster.snapshots.
SELECT coalesce(
    (SELECT list(s ORDER BY s) FROM roster.snapshots AS s) = (SELECT list(s ORDER BY s) FROM linkage.snapshots AS s),
    FALSE
)::INTEGER
