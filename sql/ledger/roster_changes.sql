-- Months in which the roster first lists a household as monitored (on_roster), or no longer does (off_roster): its type
-- is another, its risk is marked as eliminated, or it has left the roster.
-- Grain: household, period and kind.
-- Makes: roster_changes.
-- Reads: accepted.households, files, household_months, monitored_types, runs.
CREATE OR REPLACE TEMP TABLE roster_changes AS
WITH ever AS (
    SELECT DISTINCT household_id FROM household_months SEMI JOIN monitored_types USING (household_type)
),

marked AS ( -- what the last snapshot of each period says; a later period's roster supersedes it, and takes nothing back
    SELECT household_id, files.period, max_by(coalesce(household.risk_eliminated, ''), file_id) = '是' AS eliminated
    FROM accepted.households AS household
    JOIN files USING (file_id)
    SEMI JOIN ever USING (household_id)
    WHERE files.status IN ('accepted', 'superseded')
    GROUP BY ALL
),

eliminated AS (SELECT household_id, min(period) AS period FROM marked WHERE eliminated GROUP BY household_id),

listed AS (
    SELECT month.household_id, month.period, type.household_type IS NOT NULL AS monitored
    FROM household_months AS month
    SEMI JOIN ever USING (household_id)
    LEFT JOIN monitored_types AS type USING (household_type)
),

compared AS (
    SELECT *, lag(monitored) OVER (PARTITION BY household_id ORDER BY period) AS monitored_before
    FROM listed
),

gone AS (
    SELECT household_id, min(runs.period) AS period
    FROM (FROM listed QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY period DESC) = 1) AS latest
    JOIN runs ON latest.period < runs.period
    WHERE latest.monitored
    GROUP BY household_id
)

SELECT household_id, now.period, CASE WHEN monitored THEN 'on_roster' ELSE 'off_roster' END AS kind
FROM compared AS now
LEFT JOIN eliminated USING (household_id)
WHERE monitored IS DISTINCT FROM coalesce(monitored_before, false)
    AND (NOT monitored OR now.period < coalesce(eliminated.period, '9999'))
UNION ALL
SELECT household_id, period, 'off_roster' AS kind FROM eliminated
UNION ALL
SELECT household_id, period, 'off_roster' AS kind FROM gone
ANTI JOIN eliminated USING (household_id);
