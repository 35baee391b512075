-- Rows that are linked otherwise than before this period. Another stage or probability alone is not a change: no fact
-- moves.
-- A row that arrived after this period is a change of the period in which it arrived.
-- A change that is already recorded keeps its reason. Otherwise the reason is the first that applies:
-- - cancelled_row: the row is a reversal and goes where the cancelled row goes;
-- - left_roster: the former household or member is not in the roster (a member who moved is), or the year in which facts
--   stay behind is over;
-- - reviewed: a reviewer decided for the new household, against the former one, or about a doubtful one;
-- - program: another version or model linked the period before, or linked this one last time;
-- - parameters: they were estimated since the last run, or after the row had arrived for this period or a later one;
-- - roster_changed: a member who could be meant came, left or changed.
-- Grain: one row and period.
-- Writes: link_changes.
-- Reads: changes_before, files, linkage.labels, linkage.parameters, linkage.persons, links_before, person_rows,
--   roster.households, roster.members, runs (as before this run), windows.
-- Parameters: $program (the version and models that link), $weighed_anew (whether the parameters were estimated since
--   the last run).
-- Slots: linked (links of touched_rows now).
DELETE FROM link_changes
WHERE period >= (SELECT period FROM windows) OR file_id NOT IN (SELECT DISTINCT file_id FROM person_rows);

INSERT INTO link_changes BY NAME
WITH changed AS (
    SELECT greatest(f.taken_in, w.period) AS period, l.source, l.file_id, l.row_number, l.person_key,
        b.status AS from_status, b.household_id AS from_household_id, b.member_id AS from_member_id, b.stage AS from_stage,
        l.status AS to_status, l.household_id AS to_household_id, l.member_id AS to_member_id, l.stage AS to_stage
    FROM links_before AS b
    JOIN ({linked}) AS l USING (file_id, row_number)
    JOIN files AS f USING (file_id)
    CROSS JOIN windows AS w
    WHERE b.status <> l.status
        OR b.household_id IS DISTINCT FROM l.household_id
        OR b.member_id IS DISTINCT FROM l.member_id
),

left_roster AS (
    SELECT c.file_id, c.row_number
    FROM changed AS c
    LEFT JOIN roster.households AS h ON h.household_id = c.from_household_id
    LEFT JOIN roster.members AS m ON m.household_id = c.from_household_id AND m.member_id = c.from_member_id
    WHERE c.from_member_id IS DISTINCT FROM c.to_member_id
        AND (h.household_id IS NULL OR (c.from_member_id IS NOT NULL AND m.member_id IS NULL))
        AND c.from_household_id IS NOT NULL
    UNION
    SELECT file_id, row_number FROM changed WHERE from_stage = 'former_member' AND to_status <> 'linked'
),

reviewed AS (
    SELECT DISTINCT c.file_id, c.row_number
    FROM changed AS c
    JOIN linkage.labels AS d USING (person_key)
    WHERE CASE d.decision
        WHEN 'yes' THEN d.household_id = c.to_household_id
        ELSE d.household_id = c.from_household_id OR c.from_status = 'review' OR c.to_stage = 'unsure'
    END
),

other_program AS (
    SELECT coalesce(
        arg_max(r.program, r.period) FILTER (r.period < w.period) <> $program
            OR any_value(r.program) FILTER (r.period = w.period) <> $program,
        FALSE
    ) AS linked_before
    FROM windows AS w
    LEFT JOIN runs AS r ON r.period <= w.period
),

estimated AS (
    SELECT source, max(estimated) AS estimated FROM linkage.parameters GROUP BY source
),

weighed_anew AS (
    SELECT c.file_id, c.row_number
    FROM changed AS c
    JOIN linkage.persons AS p USING (person_key)
    JOIN estimated AS e ON e.source = p.source
    JOIN files AS f USING (file_id)
    WHERE e.estimated >= (SELECT period FROM windows) AND e.estimated > f.taken_in
)

SELECT c.* EXCLUDE (person_key), coalesce(k.reason, CASE
    WHEN 'reversal' IN (c.from_stage, c.to_stage) THEN 'cancelled_row'
    WHEN (c.file_id, c.row_number) IN (SELECT (file_id, row_number) FROM left_roster) THEN 'left_roster'
    WHEN (c.file_id, c.row_number) IN (SELECT (file_id, row_number) FROM reviewed) THEN 'reviewed'
    WHEN o.linked_before THEN 'program'
    WHEN $weighed_anew OR (c.file_id, c.row_number) IN (SELECT (file_id, row_number) FROM weighed_anew) THEN 'parameters'
    ELSE 'roster_changed'
END) AS reason
FROM changed AS c
CROSS JOIN other_program AS o
LEFT JOIN changes_before AS k
    ON k.period = c.period AND k.file_id = c.file_id AND k.row_number = c.row_number
    AND k.from_status = c.from_status AND k.to_status = c.to_status
    AND k.from_household_id IS NOT DISTINCT FROM c.from_household_id
    AND k.from_member_id IS NOT DISTINCT FROM c.from_member_id
    AND k.to_household_id IS NOT DISTINCT FROM c.to_household_id
    AND k.to_member_id IS NOT DISTINCT FROM c.to_member_id;
