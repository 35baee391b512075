-- What was to be done before $day and was not done then.
-- Grain: duty.
-- Reads: duties.
-- Parameters: $day, $township (NULL: all, and what is no township's).
SELECT *
FROM duties
WHERE due_on < $day AND starts_on <= $day AND coalesce(done_on > $day, true)
    AND ($township IS NULL OR township = $township)
ORDER BY due_on, duty, township NULLS LAST, household_id NULLS LAST, department NULLS LAST;
