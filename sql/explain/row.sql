-- One accepted row about a person, what it is linked to, and where that link comes from if it was not made by
-- comparison.
-- Grain: one row, or none.
-- Reads: linkage.earlier_links, links, person_rows.
-- Parameters: $file_id, $row_number.
WITH asked AS (
    SELECT r.person_key, r.reverses, l.status, l.household_id, l.member_id, l.stage, l.probability
    FROM person_rows AS r
    JOIN links AS l ON l.file_id = r.file_id AND l.row_number = r.row_number
    WHERE r.file_id = $file_id AND r.row_number = $row_number
)

SELECT
    a.* EXCLUDE (reverses),
    (
        SELECT arg_max({'file_id': o.file_id, 'row_number': o.row_number}, (l.period, o.file_id, o.row_number))
        FROM person_rows AS o
        JOIN links AS l ON l.file_id = o.file_id AND l.row_number = o.row_number
        WHERE o.fact = a.reverses
    ) AS cancelled,
    (
        SELECT max(e.last_period)
        FROM linkage.earlier_links AS e
        WHERE a.stage = 'former_member' AND e.person_key = a.person_key AND e.household_id = a.household_id
    ) AS last_period_in_roster
FROM asked AS a;
