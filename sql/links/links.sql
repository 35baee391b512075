-- Links of every accepted person row, from the links of distinct persons; rows that are not touched keep theirs.
-- Grain: one accepted person row.
-- Inputs: touched_rows (source, file_id, row_number, person_key, dated, fact, reverses), person_rows, linkage.person_links,
--         linkage.earlier_links, linkage.labels, roster.households, roster.members, files, windows.
-- Someone who left the roster: what is dated up to the last period of being in it stays with the former household
-- while it is in the window, unless a reviewer decided against it. A reversal takes the link of the row that it cancels, of the newest sending of it.
DELETE FROM links AS l USING touched_rows AS t WHERE l.file_id = t.file_id AND l.row_number = t.row_number;
DELETE FROM links WHERE file_id NOT IN (SELECT DISTINCT file_id FROM person_rows);

INSERT INTO links BY NAME
WITH by_person AS (
    SELECT r.source, f.period, r.file_id, r.row_number, r.fact, r.reverses, r.dated, r.person_key,
        p.status, p.household_id, p.member_id, p.stage, p.probability
    FROM touched_rows AS r
    JOIN linkage.person_links AS p USING (person_key)
    JOIN files AS f USING (file_id)
),

last_links AS (
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
),

by_history AS (
    SELECT n.source, n.period, n.file_id, n.row_number, n.fact, n.reverses,
        s.household_id IS NOT NULL AS former,
        CASE WHEN former THEN 'linked' ELSE n.status END AS status,
        CASE WHEN former THEN s.household_id ELSE n.household_id END AS household_id,
        CASE WHEN former THEN NULL ELSE n.member_id END AS member_id,
        CASE WHEN former THEN 'former_member' ELSE n.stage END AS stage,
        CASE WHEN former THEN s.probability ELSE n.probability END AS probability
    FROM by_person AS n
    LEFT JOIN stayed AS s
        ON s.person_key = n.person_key AND strftime(n.dated, '%Y-%m') <= s.last_period
        AND n.dated >= (SELECT window_start FROM windows)
),

cancelled AS (
    SELECT source, fact, arg_max(
        {'status': status, 'household_id': household_id, 'member_id': member_id, 'probability': probability},
        (period, file_id, row_number)
    ) AS link
    FROM by_history
    WHERE (source, fact) IN (SELECT (source, reverses) FROM by_history WHERE reverses IS NOT NULL)
    GROUP BY ALL
)

SELECT
    h.source, h.period, h.file_id, h.row_number,
    CASE WHEN c.link IS NULL THEN h.status ELSE c.link.status END AS status,
    CASE WHEN c.link IS NULL THEN h.household_id ELSE c.link.household_id END AS household_id,
    CASE WHEN c.link IS NULL THEN h.member_id ELSE c.link.member_id END AS member_id,
    CASE WHEN c.link IS NULL THEN h.stage ELSE 'reversal' END AS stage,
    CASE WHEN c.link IS NULL THEN h.probability ELSE c.link.probability END AS probability
FROM by_history AS h
LEFT JOIN cancelled AS c ON c.source = h.source AND c.fact = h.reverses;
