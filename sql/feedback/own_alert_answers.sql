-- What the visits found of the alerts that rows of a department are evidence of.
-- Grain: department, source, household and episode.
-- Makes: own_alerts.
-- Reads: findings, own_alert_rows, returned.entries.
CREATE OR REPLACE TEMP TABLE own_alerts AS
WITH found AS (
    SELECT household_id, episode, verified_on, verdict, cause, file_id, sheet, row_number
    FROM findings
    SEMI JOIN own_alert_rows USING (household_id, episode)
    WHERE status = 'in_force'
    QUALIFY row_number() OVER (
        PARTITION BY household_id, episode ORDER BY verified_on DESC, period DESC, file_id, sheet, row_number
    ) = 1
)

SELECT
    own.department, own.title, own.household_id, own.episode,
    count(*) AS source_rows,
    sum(own.amount) AS amount,
    max(own.last_period) AS last_period,
    any_value(found.verified_on) AS verified_on,
    any_value(found.verdict) AS verdict,
    any_value(found.cause) AS cause,
    any_value(remark.value) AS remark
FROM own_alert_rows AS own
LEFT JOIN found USING (household_id, episode)
LEFT JOIN returned.entries AS remark
    ON found.file_id = remark.file_id AND found.sheet = remark.sheet AND found.row_number = remark.row_number
    AND remark.field = 'remark' AND found.verdict IN ('refuted', 'partly')
GROUP BY own.department, own.title, own.household_id, own.episode;
