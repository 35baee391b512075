-- What happened, with whether the ledger counts it: replaced where the step was done again later, void where the step
-- before it was done again later, or where the matter did not stand at a stage from which it leads on.
-- Grain: event.
-- Writes: ledger_events.
-- Reads: matter_moves, monitored_stages, procedure_steps, step_order, told_events, walked.
DELETE FROM ledger_events;
INSERT INTO ledger_events BY NAME
WITH steps AS (
    SELECT key AS kind, position FROM step_order
    UNION ALL SELECT 'monitored', max(position) + 1 FROM step_order WHERE branch = 'entry'
    UNION ALL SELECT 'eliminated', max(position) + 1 FROM step_order
    UNION ALL SELECT unnest(['disagreed', 'tracked_on', 'returned_to_poverty_risk']), NULL -- no step comes before or after them
),

walked_steps AS (
    SELECT move.event_id, move.household_id, move.kind, steps.position, move.place, walked.matter, walked.moved,
        coalesce( -- it is no step of the way, and it fits
            CASE WHEN move.kind = 'returned_to_poverty_risk' THEN walked.was_over
                WHEN step.repeats OR step.branch = 'measures'
                    THEN walked.stage IN (SELECT stage FROM monitored_stages)
            END, false
        ) AS stands
    FROM matter_moves AS move
    JOIN steps USING (kind)
    JOIN walked USING (household_id, place)
    LEFT JOIN procedure_steps AS step ON move.kind = step.key
),

judged AS (
    SELECT event_id, CASE
        WHEN NOT moved AND NOT stands THEN 'void'
        WHEN stands THEN 'counts'
        WHEN max(place) OVER (PARTITION BY household_id, matter, kind, moved) > place THEN 'replaced'
        WHEN min(position) OVER (
            PARTITION BY household_id, matter, moved ORDER BY place ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) < position THEN 'void'
        ELSE 'counts'
    END AS status
    FROM walked_steps
)

SELECT
    told.event_id, told.household_id, told.episode, told.kind, told.happened_on, told.cites,
    CASE WHEN told.status <> 'counts' THEN told.status
        WHEN told.rank > 0 AND move.event_id IS NULL THEN 'replaced'
        ELSE coalesce(judged.status, 'counts') END AS status,
    told.file_id, told.sheet, told.row_number
FROM told_events AS told
LEFT JOIN (SELECT event_id FROM matter_moves) AS move USING (event_id)
LEFT JOIN judged USING (event_id)
ORDER BY told.household_id, told.happened_on, told.rank, told.event_id;
