-- What happened to a household, with the row that says so.
-- Grain: event.
-- Reads: built.procedure_stages, built.procedure_steps, ledger_events, returned_files.
-- Parameters: $household_id.
SELECT event.*, coalesce(stage.label, step.label, begun.label || '：开始') AS label, file.name
FROM ledger_events AS event
LEFT JOIN built.procedure_stages AS stage ON event.kind = stage.stage
LEFT JOIN built.procedure_steps AS step ON event.kind = step.key
LEFT JOIN built.procedure_steps AS begun ON event.kind = begun.key || '_started'
LEFT JOIN returned_files AS file USING (file_id)
WHERE event.household_id = $household_id
ORDER BY event.happened_on, event.episode, event.kind, event.status, event.event_id;
