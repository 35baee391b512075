-- Each file as a whole: whose list it is, why it is refused whole, and the day for which its answers are judged: that of
-- its own time, or today where a wrong clock puts that before the list went out.
-- Grain: file.
-- Makes: judged_files.
-- Reads: identified_rows, read_arrivals.
-- Parameters: $today.
CREATE OR REPLACE TEMP TABLE judged_files AS
WITH rows_of_files AS (
    SELECT
        file_id,
        count(*) FILTER (fault IS NULL OR fault NOT IN ('broken_code', 'never_issued', 'no_period', 'no_household')) AS known,
        count(*) FILTER (fault = 'broken_code') AS broken,
        count(*) FILTER (fault = 'never_issued') AS never_issued,
        count(*) FILTER (fault = 'no_period') AS without_period,
        mode(township ORDER BY township) FILTER (fault IS NULL) AS township,
        mode(period ORDER BY period) FILTER (fault IS NULL) AS period,
        min(issued_on) FILTER (fault IS NULL) AS issued_on
    FROM identified_rows
    GROUP BY file_id
)

SELECT
    arrival.file_id,
    coalesce(found.period, nullif(arrival.named_period, '')) AS period,
    found.township,
    CASE
        WHEN arrival.problem IS NOT NULL THEN 'unreadable'
        WHEN arrival.forms = 0 THEN 'no_form'
        WHEN found.known IS NULL OR found.known > 0 THEN NULL
        WHEN found.broken > 0 THEN 'other_county'
        WHEN found.never_issued > 0 THEN 'never_issued'
        WHEN found.without_period > 0 THEN 'no_period'
    END AS refused,
    CASE
        WHEN least(arrival.arrived_on, $today) < found.issued_on THEN $today
        ELSE least(arrival.arrived_on, $today)
    END AS received_on
FROM read_arrivals AS arrival
LEFT JOIN rows_of_files AS found USING (file_id);
