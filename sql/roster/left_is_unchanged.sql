-- Whether roster.left_members was made of the very snapshots that there are now (1) or not (0).
-- Grain: one row. Inputs: earlier_snapshots, snapshots_read.
SELECT coalesce(
    (SELECT list(s ORDER BY s) FROM earlier_snapshots AS s) = (SELECT list(s ORDER BY s) FROM snapshots_read AS s),
    FALSE
)::INTEGER
