-- Households with an open matter, and those whose matter was closed within 24 months before $day.
-- Grain: household.
-- Writes: ledger.
-- Reads: built.ledger_classes, households_now, ledger_events, limits, procedure_steps, walked.
-- Parameters: $day.
INSERT INTO ledger BY NAME
WITH standing AS (
    SELECT * FROM walked QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY place DESC) = 1
),

next_steps AS ( -- of each stage; beyond the procedure's own chain, what a list asks for
    SELECT after AS stage, key AS next_step, cites
    FROM procedure_steps
    WHERE branch = 'entry' OR (branch = 'elimination' AND after <> 'monitored')
    UNION ALL
    SELECT 'elimination_proposed', key, cites FROM procedure_steps WHERE branch = 'elimination' AND after = 'monitored'
    UNION ALL SELECT 'alerted', 'listed', NULL
    UNION ALL SELECT 'listed', 'verified', NULL
),

open_measures AS ( -- of a monitored household, the first step at measures that is not done since its confirmation
    SELECT class.household_id, min_by(step.key, step.ordinal) AS next_step, min_by(step.cites, step.ordinal) AS cites
    FROM built.ledger_classes AS class
    JOIN procedure_steps AS step ON step.branch = 'measures'
    LEFT JOIN ledger_events AS event
        ON class.household_id = event.household_id AND step.key = event.kind AND event.status = 'counts'
        AND event.happened_on >= class.since
    WHERE class.until IS NULL AND NOT class.on_roster AND event.event_id IS NULL
    GROUP BY class.household_id
)

SELECT
    standing.household_id, household.township, household.village, standing.episode, standing.stage,
    standing.stage_since,
    coalesce(class.target_class, household.target_class) AS target_class,
    coalesce(next.next_step, open_measures.next_step) AS next_step, limits.due_on,
    coalesce(next.cites, open_measures.cites, limits.cites) AS cites
FROM standing
JOIN households_now AS household USING (household_id)
LEFT JOIN built.ledger_classes AS class
    ON standing.household_id = class.household_id AND class.until IS NULL
LEFT JOIN next_steps AS next ON standing.stage = next.stage
LEFT JOIN open_measures ON standing.household_id = open_measures.household_id AND standing.stage = 'monitored'
LEFT JOIN limits
    ON standing.household_id = limits.household_id
    AND limits.next_step = coalesce(next.next_step, open_measures.next_step)
WHERE standing.stage <> 'none'
    AND (standing.stage NOT IN ('verified', 'refuted', 'eliminated')
        OR standing.stage_since >= $day - INTERVAL 24 MONTH)
ORDER BY standing.household_id;
