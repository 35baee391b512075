-- What came back of the last three lists, by township; the county's total of each list first.
-- Grain: list and township, and one row a list for all.
-- Reads: findings, lists_issued, duties.
-- Parameters: $period.
WITH lists AS (
    SELECT DISTINCT period FROM lists_issued WHERE period <= $period ORDER BY period DESC LIMIT 3
),

answers AS (
    SELECT period, household_id, verdict FROM findings WHERE status = 'in_force'
),

late AS (
    SELECT DISTINCT duty.household_id, duty.starts_on
    FROM duties AS duty
    WHERE duty.household_id IS NOT NULL AND duty.due_on < known_day($period)
        AND coalesce(duty.done_on > known_day($period), true)
)

SELECT
    issued.period AS list, coalesce(issued.township, '合计') AS township, strftime(min(issued.issued_on), '%Y-%m-%d') AS issued_on,
    count(*) AS asked, count(*) FILTER (issued.issue > 1) AS supplements,
    count(*) FILTER (issued.answered) AS answered,
    count(*) FILTER (answers.verdict IN ('confirmed', 'partly')) AS confirmed,
    count(*) FILTER (answers.verdict = 'refuted') AS refuted,
    count(*) FILTER (answers.verdict = 'unverifiable') AS unverifiable,
    count(*) FILTER (NOT issued.answered) AS unanswered,
    count(*) FILTER (NOT issued.answered AND late.household_id IS NOT NULL) AS overdue,
    grouping(issued.township) = 1 AS total
FROM lists_issued AS issued
JOIN lists USING (period)
LEFT JOIN answers USING (period, household_id)
LEFT JOIN late ON issued.household_id = late.household_id AND issued.issued_on = late.starts_on
WHERE NOT issued.withdrawn
GROUP BY GROUPING SETS ((issued.period, issued.township), (issued.period))
ORDER BY list DESC, total DESC, township;
