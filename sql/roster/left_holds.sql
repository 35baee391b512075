-- Whether roster.left_members and the unread snapshots together show who left (1) or all snapshots must be read again
-- (0). They do if everything that was read still counts, nothing unread is older, and the newest snapshot of that time
-- is still the newest or is among the unread ones (its members had not left then).
-- Grain: one row.
-- Reads: earlier_snapshots, roster.left_snapshots, unread_snapshots.
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
