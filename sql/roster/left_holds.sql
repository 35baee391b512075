-- Whether roster.left_members and the unread snapshots together tell who left (1) or all must be read (0): all that was read still
-- counts, nothing unread is older, and the snapshot that was the newest is so still or is among the unread. Whoever was in it and
-- in an earlier one had not left then, and could not be told otherwise.
-- Grain: one row. Inputs: earlier_snapshots, roster.left_snapshots, unread_snapshots.
WITH newest AS (
    SELECT
        (SELECT list(file_id ORDER BY file_id) FROM roster.left_snapshots WHERE last_period IS NULL) AS before,
        (SELECT list(file_id ORDER BY file_id) FROM earlier_snapshots WHERE last_period IS NULL) AS now,
        (SELECT coalesce(list(file_id), []) FROM unread_snapshots) AS unread
)

SELECT coalesce(
    (before = now OR list_has_all(unread, before))
    AND NOT EXISTS (
        (FROM roster.left_snapshots WHERE last_period IS NOT NULL)
        EXCEPT
        (FROM earlier_snapshots)
    )
    AND coalesce(
        (SELECT min(last_period) FROM unread_snapshots) > (SELECT max(last_period) FROM roster.left_snapshots),
        TRUE
    ),
    FALSE
)::INTEGER
FROM newest
