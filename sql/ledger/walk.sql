-- Every household's matter, from one event to the next. A matter moves only by a transition of the procedure; an event
-- that is none leaves it where it is.
-- Grain: household and place of the event; place 0 is the beginning.
-- Makes: walked.
-- Reads: matter_moves, procedure_transitions.
CREATE OR REPLACE TEMP TABLE walked AS
WITH RECURSIVE walk AS (
    SELECT DISTINCT household_id, CAST(0 AS BIGINT) AS place, CAST(NULL AS VARCHAR) AS event_id, 'none' AS stage,
        CAST(NULL AS DATE) AS stage_since, CAST(NULL AS VARCHAR) AS episode, 0 AS matter,
        false AS was_over, false AS by_roster, false AS moved
    FROM matter_moves
    UNION ALL
    SELECT
        walk.household_id, event.place, event.event_id,
        coalesce(step.to_stage, walk.stage) AS stage,
        CASE WHEN step.to_stage IS NULL THEN walk.stage_since ELSE event.happened_on END AS stage_since,
        CASE WHEN step.to_stage IS NOT NULL AND event.kind IN ('alerted', 'listed', 'on_roster') THEN event.episode
            ELSE walk.episode END AS episode,
        walk.matter + CAST(step.to_stage IS NOT NULL AND event.kind IN ('alerted', 'listed', 'on_roster') AS INTEGER)
            AS matter,
        walk.was_over OR coalesce(step.to_stage, '') = 'eliminated' AS was_over,
        CASE WHEN step.to_stage IS NULL THEN walk.by_roster
            ELSE event.kind = 'on_roster' OR (walk.by_roster AND step.to_stage <> 'eliminated') END AS by_roster,
        step.to_stage IS NOT NULL AS moved
    FROM walk
    JOIN matter_moves AS event ON walk.household_id = event.household_id AND event.place = walk.place + 1
    LEFT JOIN procedure_transitions AS step ON walk.stage = step.from_stage AND event.kind = step.kind
        AND (walk.was_over OR event.kind <> 'returned_to_poverty_risk')
        AND NOT (walk.by_roster AND event.kind = 'disagreed')
)
SELECT * FROM walk;
