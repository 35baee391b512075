-- Rows of somebody who left the roster: facts dated up to the last period in the roster stay with the former household
-- while they are in the window, unless a reviewer decided against it. The rows' own links of the last run stay in
-- row_links_before.
-- Grain: one accepted person row.
-- Makes: row_links_before.
-- Writes: linkage.row_links.
-- Reads: linkage.earlier_links, linkage.labels, linkage.person_links, linkage.row_links, person_rows,
--   roster.households, roster.members, windows.
CREATE OR REPLACE TEMP TABLE row_links_before AS FROM linkage.row_links;
DELETE FROM linkage.row_links;

INSERT INTO linkage.row_links BY NAME
WITH last_links AS (
    SELECT e.*
    FROM linkage.earlier_links AS e
    SEMI JOIN (SELECT person_key FROM linkage.person_links WHERE status <> 'linked') AS p USING (person_key)
    WHERE e.first_period < (SELECT period FROM windows)
    QUALIFY row_number() OVER (
        PARTITION BY person_key ORDER BY last_period DESC, first_period DESC, household_id, member_id
    ) = 1
),

stayed AS (
    SELECT l.person_key, l.last_period, l.household_id, l.probability
    FROM last_links AS l
    SEMI JOIN roster.households AS h ON h.household_id = l.household_id
    ANTI JOIN roster.members AS m ON m.household_id = l.household_id AND m.member_id = l.member_id
    ANTI JOIN linkage.labels AS d ON d.person_key = l.person_key AND d.household_id = l.household_id AND d.decision = 'no'
)

SELECT r.file_id, r.row_number, 'linked' AS status, s.household_id, 'former_member' AS stage, s.probability
FROM person_rows AS r
JOIN stayed AS s ON s.person_key = r.person_key AND strftime(r.dated, '%Y-%m') <= s.last_period
WHERE r.dated >= (SELECT window_start FROM windows);
