-- How right the links are, at household level, held against rows whose household is known.
-- A row of a stranger that is linked counts against precision; a row of a member that is not, against recall.
-- Grain: one group: all rows, each source, each kind of damage. Inputs: links, link_truth (file_id, row_number,
-- household_id NULL for strangers, member_id, damage).
WITH judged AS (
    SELECT l.source, t.damage,
        l.status = 'linked' AS linked,
        l.status = 'review' AS reviewed,
        t.household_id IS NOT NULL AS registered,
        l.status = 'linked' AND l.household_id IS NOT DISTINCT FROM t.household_id AS correct,
        l.status = 'linked' AND l.household_id IS NOT DISTINCT FROM t.household_id
            AND l.member_id IS NOT NULL AND l.member_id IS DISTINCT FROM t.member_id AS wrong_member
    FROM links l JOIN link_truth t USING (file_id, row_number)
), counted AS (
    SELECT
        CASE WHEN grouping(source) = 0 THEN 'source' WHEN grouping(damage) = 0 THEN 'damage' ELSE 'total' END AS dimension,
        coalesce(source, damage, '') AS value,
        count(*) AS rows,
        count(*) FILTER (registered) AS registered,
        count(*) FILTER (linked) AS linked,
        count(*) FILTER (correct) AS correct,
        count(*) FILTER (wrong_member) AS wrong_members,
        count(*) FILTER (reviewed) AS reviewed
    FROM judged
    GROUP BY GROUPING SETS ((), (source), (damage))
)
SELECT dimension, value, rows, registered, linked, correct, wrong_members,
    correct / nullif(linked, 0) AS precision,
    correct / nullif(registered, 0) AS recall,
    2 * correct / nullif(linked + registered, 0) AS f1,
    reviewed / rows AS review_share
FROM counted
ORDER BY dimension = 'total' DESC, dimension DESC, value
