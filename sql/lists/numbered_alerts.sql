-- Alerts to visit, numbered as each township's list shows them: gravest level first, then state, village, household.
-- Grain: household and period with an alert that is not cleared. Inputs: alerts.
CREATE OR REPLACE TEMP VIEW numbered_alerts AS
SELECT
    *,
    row_number() OVER (
        PARTITION BY period, township
        ORDER BY
            list_position(['red', 'orange', 'yellow'], level),
            list_position(['new', 'worse', 'continuing', 'lost_data'], state),
            village,
            household_id
    ) AS ordinal
FROM alerts
WHERE state IN ('new', 'worse', 'continuing', 'lost_data');
