-- Alerts to visit, numbered as in each township's list: gravest level first, then state, village and household.
-- Grain: household and period with an alert that is not cleared.
-- Makes: numbered_alerts.
-- Reads: alerts.
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
