-- Alerts of the last twelve months that rows of a department are evidence of, and the rows themselves. A clue is a row
-- of the department that it names.
-- Grain: department, source, household, episode and row.
-- Makes: own_alert_rows.
-- Reads: alert_evidence, alerts, bureaus.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE own_alert_rows AS
WITH source_rows AS (
    SELECT DISTINCT period, household_id, source, file_id, row_number, amount, detail
    FROM alert_evidence
    WHERE period <= $period AND period > strftime(strptime($period, '%Y-%m') - INTERVAL 12 MONTH, '%Y-%m')
        AND file_id IS NOT NULL AND source IN (SELECT source FROM bureaus UNION ALL SELECT 'clues')
),

of_departments AS (
    SELECT bureaus.department, bureaus.title, item.*
    FROM source_rows AS item
    INNER JOIN bureaus USING (source)
    UNION ALL
    SELECT bureaus.department, '预警线索', item.*
    FROM source_rows AS item
    INNER JOIN (SELECT DISTINCT department FROM bureaus) AS bureaus
        ON item.source = 'clues' AND split_part(item.detail, '　', 1) = bureaus.department
)

SELECT
    item.department, item.title, item.household_id, alert.first_period AS episode, item.file_id, item.row_number,
    max(item.amount) AS amount,
    max(alert.period) AS last_period
FROM of_departments AS item
INNER JOIN alerts AS alert USING (period, household_id)
WHERE alert.state <> 'cleared'
GROUP BY item.department, item.title, item.household_id, alert.first_period, item.file_id, item.row_number;
