-- Alerts to visit, numbered as in each township's list: gravest level first, then state, village and household;
-- with what the lists show of the household.
-- Grain: household with an alert of the period that is not cleared.
-- Makes: numbered_alerts.
-- Reads: alerts, household_months, roster.households.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE numbered_alerts AS
SELECT
    alert.*,
    household.head_name, household.head_id_number, household.phone, household.responsible_person,
    month.members, month.has_labour,
    row_number() OVER (
        PARTITION BY alert.township
        ORDER BY
            list_position(['red', 'orange', 'yellow'], alert.level),
            list_position(['new', 'worse', 'continuing', 'lost_data'], alert.state),
            alert.village,
            household_id
    ) AS ordinal
FROM alerts AS alert
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN household_months AS month USING (period, household_id)
WHERE alert.period = $period AND alert.state IN ('new', 'worse', 'continuing', 'lost_data');
