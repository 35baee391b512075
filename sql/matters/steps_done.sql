-- The steps of the procedure that are done, in words, each on its line.
-- Grain: household and episode.
-- Makes: steps_done.
-- Reads: built.procedure_steps, ledger_events.
CREATE OR REPLACE TEMP TABLE steps_done AS
SELECT
    event.household_id, event.episode,
    string_agg(
        strftime(event.happened_on, '%Y-%m-%d') || ' ' || step.label, chr(10) ORDER BY event.happened_on, step.ordinal
    ) AS steps
FROM ledger_events AS event
INNER JOIN built.procedure_steps AS step ON event.kind = step.key
WHERE event.status = 'counts'
GROUP BY event.household_id, event.episode;
