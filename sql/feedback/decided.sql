-- Households that the county has confirmed as monitored, and those whose risk it has found to be over; the latest
-- day of each. A confirmation that the county took back does not count.
-- Grain: household, episode and kind.
-- Makes: decided.
-- Reads: alerts, built.procedure_steps, ledger, ledger_events.
CREATE OR REPLACE TEMP TABLE decided AS
WITH kinds AS (
    SELECT key, 'confirmed' AS kind FROM built.procedure_steps WHERE result_title IS NOT NULL
    UNION ALL
    SELECT 'eliminated', 'eliminated'
),

counting AS (
    SELECT
        event.household_id, event.episode, kinds.kind,
        max(event.happened_on) AS happened_on,
        max_by(event.cites, event.happened_on) AS cites
    FROM ledger_events AS event
    INNER JOIN kinds ON event.kind = kinds.key
    WHERE event.status = 'counts'
    GROUP BY event.household_id, event.episode, kinds.kind
),

disagreed AS (
    SELECT household_id, episode, max(happened_on) AS happened_on
    FROM ledger_events
    WHERE kind = 'disagreed' AND status = 'counts'
    GROUP BY household_id, episode
),

classes AS (
    SELECT household_id, first_period AS episode, max_by(target_class, period) AS target_class
    FROM alerts
    SEMI JOIN counting USING (household_id)
    GROUP BY household_id, first_period
)

SELECT counting.*, coalesce(matter.target_class, classes.target_class) AS target_class
FROM counting
LEFT JOIN disagreed USING (household_id, episode)
LEFT JOIN ledger AS matter USING (household_id, episode)
LEFT JOIN classes USING (household_id, episode)
WHERE counting.kind = 'eliminated' OR disagreed.happened_on IS NULL OR disagreed.happened_on < counting.happened_on;
