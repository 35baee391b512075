-- Duties that are not done, counted: those past their day, and those that fall due within three months from $day.
-- Grain: duty and whose it is.
-- Reads: duties.
-- Parameters: $day, $township (NULL: all, and what is no township's).
WITH open_duties AS (
    SELECT *, due_on < $day AS is_overdue
    FROM duties
    WHERE starts_on <= $day + INTERVAL 3 MONTH AND due_on < $day + INTERVAL 3 MONTH AND coalesce(done_on > $day, true)
        AND ($township IS NULL OR township = $township)
)

SELECT
    is_overdue, duty, who, count(*) AS duties, count(DISTINCT household_id) AS households,
    string_agg(DISTINCT township, '、' ORDER BY township) AS townships,
    string_agg(DISTINCT department, '、' ORDER BY department) AS departments,
    min(due_on) AS first_due_on, max(due_on) AS last_due_on, any_value(cites) AS cites
FROM open_duties
GROUP BY ALL
ORDER BY is_overdue DESC, first_due_on, duty, who;
