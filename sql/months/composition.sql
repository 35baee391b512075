-- Households whose months of income are of other people than the present members: within the window, at least a third
-- of as many as live there now came from or went to other households of the roster, and a month before that has not
-- been reported again in a later period. A household that only got another number is the same people. months: in
-- which rosters the changes show.
-- Grain: one household.
-- Makes: composition.
-- Reads: files, joined_households, moves, reported_facts, roster.households, roster.members, windows.
CREATE OR REPLACE TEMP TABLE composition AS
WITH renumbered AS (
    SELECT household_id FROM joined_households GROUP BY household_id HAVING count(*) = 1 AND NOT any_value(existed)
),

changes AS (
    SELECT DISTINCT former_household AS household_id, changed_in,
        concat_ws(' ', 'went', former_household, former_member) AS who
    FROM moves
    WHERE former_household IN (SELECT household_id FROM roster.households)
    UNION ALL
    SELECT household_id, max(changed_in), 'came ' || member_id
    FROM moves
    WHERE is_present
        AND (household_id NOT IN (FROM renumbered)
            OR former_household NOT IN (SELECT former_household FROM joined_households))
    GROUP BY household_id, member_id
),

effective AS (
    SELECT c.*, strftime(c.changed_in, '%Y-%m') AS shown_in
    FROM changes AS c
    JOIN windows AS w ON c.changed_in > w.window_start AND c.changed_in <= w.window_end
    WHERE (
        SELECT count(DISTINCT r.dated)
        FROM reported_facts AS r
        JOIN files AS f USING (file_id)
        WHERE r.household_id = c.household_id AND r.measure = 'income' AND r.in_window = '12m'
            AND r.dated < c.changed_in AND strptime(f.period, '%Y-%m') > c.changed_in
    ) < datediff('month', w.window_start, c.changed_in)
)

SELECT household_id, string_agg(DISTINCT shown_in, ',' ORDER BY shown_in) AS months
FROM effective
JOIN (SELECT household_id, count(*) AS members FROM roster.members GROUP BY household_id) USING (household_id)
GROUP BY household_id
HAVING count(DISTINCT who) * 3 >= any_value(members);
