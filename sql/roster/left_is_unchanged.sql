-- Whether roster.left_members was made from exactly the present snapshots (1) or not (0).
-- Grain: one row.
-- Reads: earlier_snapshots, roster.left_snapshots.
SELECT coalesce(
    (SELECT list(s ORDER BY s) FROM earlier_snapshots AS s) = (SELECT list(s ORDER BY s) FROM roster.left_snapshots AS s),
    FALSE
)::INTEGER
