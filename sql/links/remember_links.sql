-- Links that have ended, kept so that facts stay with the household that a person has left, for as long as a window
-- reaches back. A link that began after the previous period is not kept: it comes from an earlier run of this period.
-- Grain: one person and member.
-- Makes: last_run, not_so_again.
-- Writes: linkage.earlier_links.
-- Reads: former_links, last_run, linkage.earlier_links, linkage.person_links, moved_persons, not_so_again, runs,
--   windows.
CREATE OR REPLACE TEMP VIEW last_run AS
SELECT max(period) AS before FROM runs WHERE period < (SELECT period FROM windows);

DELETE FROM linkage.earlier_links WHERE last_period < (SELECT strftime(prev_start, '%Y-%m') FROM windows);

-- What an earlier run of this period recorded is removed, unless it holds again.
CREATE OR REPLACE TEMP TABLE not_so_again AS
SELECT e.person_key, e.household_id, e.member_id, e.first_period, e.last_period
FROM linkage.earlier_links AS e
CROSS JOIN windows AS w
ANTI JOIN linkage.person_links AS p
    ON p.person_key = e.person_key AND p.household_id = e.household_id AND p.member_id IS NOT DISTINCT FROM e.member_id
WHERE e.first_period <= w.period AND e.last_period >= w.period;

DELETE FROM linkage.earlier_links AS e USING not_so_again AS n
WHERE e.person_key = n.person_key AND e.household_id = n.household_id AND e.member_id IS NOT DISTINCT FROM n.member_id
    AND n.first_period = n.last_period;

UPDATE linkage.earlier_links AS e SET last_period = r.before
FROM not_so_again AS n, last_run AS r
WHERE e.person_key = n.person_key AND e.household_id = n.household_id AND e.member_id IS NOT DISTINCT FROM n.member_id
    AND n.first_period <= r.before;

MERGE INTO linkage.earlier_links AS e
USING (
    SELECT f.person_key, f.household_id, f.member_id, f.probability, f.since, r.before
    FROM former_links AS f
    SEMI JOIN moved_persons USING (person_key)
    CROSS JOIN last_run AS r
    ANTI JOIN linkage.person_links AS p
        ON p.person_key = f.person_key AND p.household_id = f.household_id AND p.member_id IS NOT DISTINCT FROM f.member_id
    WHERE f.status = 'linked' AND f.since <= r.before
) AS n
ON e.person_key = n.person_key AND e.household_id = n.household_id AND e.member_id IS NOT DISTINCT FROM n.member_id
WHEN MATCHED THEN UPDATE SET
    probability = n.probability,
    first_period = least(e.first_period, n.since),
    last_period = greatest(e.last_period, n.before)
WHEN NOT MATCHED THEN INSERT VALUES (n.person_key, n.household_id, n.member_id, n.probability, n.since, n.before);
