-- The number of answers of each kind.
-- Grain: one row.
-- Reads: answers, linkage.labels, new_labels.
WITH pairs AS (
    SELECT DISTINCT person_key::UBIGINT AS person_key, household_id, decision, period FROM answers
),

fates AS (
    SELECT
        p.*,
        n.decision IS NOT NULL AND (n.decision, n.period) = (p.decision, p.period) AS counts,
        l.decision IS NULL AS is_new,
        l.decision IS NOT DISTINCT FROM p.decision AND l.period IS NOT DISTINCT FROM p.period AS is_known
    FROM pairs AS p
    LEFT JOIN new_labels AS n USING (person_key, household_id)
    LEFT JOIN linkage.labels AS l USING (person_key, household_id)
)

SELECT
    count(*) FILTER (decision = 'yes') AS yes,
    count(*) FILTER (decision = 'no') AS no,
    count(*) FILTER (decision = 'unsure') AS unsure,
    count(*) FILTER (counts AND is_new) AS new,
    count(*) FILTER (counts AND NOT is_new AND NOT is_known) AS changed,
    count(*) FILTER (counts AND is_known) AS known,
    count(*) FILTER (NOT counts) AS outdated
FROM fates;
