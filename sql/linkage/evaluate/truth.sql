-- Rows whose household is known, by the warehouse's row numbers, with the household that their links should name: the
-- one where the roster has the member now, because facts follow the member. For somebody who has left the roster, the
-- former household and no link are both right: the date of the fact decides, not the linker.
-- Grain: one row of links that the given truth covers.
-- Reads: files, link_given_truth (file_id, or source and file; row_number, household_id, member_id, damage, enough),
--   links, person_rows, roster.households, roster.members.
WITH newest_files AS (
    SELECT source, name, max(file_id) AS file_id FROM files WHERE status = 'accepted' GROUP BY source, name
),

given AS (
    SELECT coalesce(t.file_id, f.file_id) AS file_id, t.row_number, t.household_id, t.member_id, t.damage, t.enough
    FROM link_given_truth AS t
    LEFT JOIN newest_files AS f ON f.source = t.source AND f.name = t.file
),

homes AS ( -- some rosters number members within the household: such a number tells nothing about a move
    SELECT member_id, any_value(household_id) AS household_id
    FROM roster.members
    GROUP BY member_id
    HAVING count(DISTINCT household_id) = 1
),

placed AS (
    SELECT g.*, l.source, l.household_id AS linked_household_id, p.person_key,
        coalesce(m.household_id, moved.household_id) AS home,
        g.household_id IS NOT NULL AND home IS NULL AND (g.member_id IS NOT NULL OR h.household_id IS NULL) AS gone
    FROM given AS g
    JOIN links AS l ON l.file_id = g.file_id AND l.row_number = g.row_number
    LEFT JOIN person_rows AS p ON p.file_id = g.file_id AND p.row_number = g.row_number
    LEFT JOIN roster.members AS m ON m.household_id = g.household_id AND m.member_id = g.member_id
    LEFT JOIN homes AS moved ON moved.member_id = g.member_id
    LEFT JOIN roster.households AS h ON h.household_id = g.household_id
)

SELECT file_id, row_number, source, person_key, member_id, damage, enough, gone,
    CASE WHEN gone AND linked_household_id IS DISTINCT FROM household_id THEN NULL
        ELSE coalesce(home, household_id) END AS household_id
FROM placed
