-- How accurate the links are at household level, compared with rows whose household is known. A stranger's row that is
-- linked lowers precision; a member's row that is not linked lowers recall. The *_trials are effective numbers: all
-- rows of one person are linked alike, so a person with n rows is one trial (matching/evaluation/intervals.py).
-- Grain: one group: all rows, each source, each kind of damage.
-- Reads: link_truth (file_id, row_number, person_key, household_id NULL for strangers, member_id, damage, enough),
--   links, review_pairs.
WITH candidates AS (
    SELECT DISTINCT file_id, row_number, household_id FROM review_pairs
),

judged AS (
    SELECT l.source, t.damage, t.person_key,
        l.status = 'linked' AS linked,
        l.status = 'review' AS reviewed,
        t.household_id IS NOT NULL AS registered,
        linked AND l.household_id IS NOT DISTINCT FROM t.household_id AS correct,
        correct AND l.member_id IS NOT NULL AND l.member_id IS DISTINCT FROM t.member_id AS wrong_member,
        registered AND NOT linked AS missed,
        missed AND reviewed AND c.household_id IS NOT NULL AS missed_in_review,
        registered AND coalesce(t.enough, false) AS enough
    FROM links AS l
    JOIN link_truth AS t ON t.file_id = l.file_id AND t.row_number = l.row_number
    LEFT JOIN candidates AS c
        ON c.file_id = l.file_id AND c.row_number = l.row_number AND c.household_id = t.household_id
),

by_person AS (
    SELECT
        CASE WHEN grouping(source) = 0 THEN 'source' WHEN grouping(damage) = 0 THEN 'damage' ELSE 'total' END AS dimension,
        coalesce(source, damage, '') AS value,
        dimension = 'damage' AND damage IS NULL AS unnamed,
        count(*) AS rows,
        count(*) FILTER (registered) AS registered,
        count(*) FILTER (linked) AS linked,
        count(*) FILTER (correct) AS correct,
        count(*) FILTER (wrong_member) AS wrong_members,
        count(*) FILTER (reviewed) AS reviewed,
        count(*) FILTER (missed) AS missed,
        count(*) FILTER (missed_in_review) AS missed_in_review,
        count(*) FILTER (enough) AS enough,
        count(*) FILTER (enough AND correct) AS enough_correct
    FROM judged
    GROUP BY GROUPING SETS ((person_key), (person_key, source), (person_key, damage))
),

counted AS (
    SELECT dimension, value,
        sum(rows)::BIGINT AS rows,
        sum(registered)::BIGINT AS registered,
        sum(linked)::BIGINT AS linked,
        sum(correct)::BIGINT AS correct,
        sum(wrong_members)::BIGINT AS wrong_members,
        sum(reviewed)::BIGINT AS reviewed,
        sum(missed)::BIGINT AS missed,
        sum(missed_in_review)::BIGINT AS missed_in_review,
        sum(enough)::BIGINT AS enough,
        sum(enough_correct)::BIGINT AS enough_correct,
        sum(linked) ** 2 / nullif(sum(linked ** 2), 0) AS linked_trials,
        sum(registered) ** 2 / nullif(sum(registered ** 2), 0) AS registered_trials,
        sum(linked + registered - correct) ** 2
        / nullif(sum((linked + registered - correct) ** 2), 0) AS either_trials,
        sum(enough) ** 2 / nullif(sum(enough ** 2), 0) AS enough_trials
    FROM by_person
    WHERE NOT unnamed
    GROUP BY dimension, value
)

SELECT dimension, value, rows, registered, linked, correct, wrong_members,
    correct / nullif(linked, 0) AS precision,
    correct / nullif(registered, 0) AS recall,
    2 * correct / nullif(linked + registered, 0) AS f1,
    correct / nullif(linked + registered - correct, 0) AS f_star,
    reviewed / rows AS review_share,
    missed, missed_in_review, enough, enough_correct,
    enough_correct / nullif(enough, 0) AS recall_enough,
    linked_trials, registered_trials, either_trials, enough_trials
FROM counted
ORDER BY dimension = 'total' DESC, dimension DESC, value
