-- How far the county's matters have come. The ledger holds what is open or closed of late, as of the day it was derived
-- for; a matter that it holds no more is told from its last event, if it was closed within 24 months before $day.
-- Grain: township and stage.
-- Reads: built.procedure_stages, household_months, ledger, ledger_events.
-- Parameters: $day, $township (NULL: all).
WITH places AS (
    SELECT household_id, max_by(township, period) AS township FROM household_months GROUP BY household_id
),

closed AS (
    SELECT household_id, max_by(closing.stage, event.happened_on) AS stage, max(event.happened_on) AS closed_on
    FROM ledger_events AS event
    JOIN (VALUES ('verified', 'verified'), ('refuted', 'refuted'), ('disagreed', 'refuted'),
        ('eliminated', 'eliminated'), ('off_roster', 'eliminated')) AS closing (kind, stage) USING (kind)
    ANTI JOIN ledger USING (household_id)
    WHERE event.status = 'counts'
    GROUP BY household_id
    HAVING closed_on >= $day - INTERVAL 24 MONTH
),

matters AS (
    SELECT household_id, township, stage FROM ledger
    UNION ALL
    SELECT household_id, places.township, stage FROM closed JOIN places USING (household_id)
)

SELECT matter.township, matter.stage, coalesce(named.label, matter.stage) AS label, count(*) AS households
FROM matters AS matter
LEFT JOIN (SELECT stage, label, row_number() OVER () AS place FROM built.procedure_stages) AS named USING (stage)
WHERE $township IS NULL OR matter.township = $township
GROUP BY ALL
ORDER BY matter.township, min(named.place) NULLS LAST, matter.stage;
