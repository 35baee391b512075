-- A household's open matter, or the one closed last.
-- Grain: one row; none for a household without one.
-- Reads: built.procedure_stages, built.procedure_steps, ledger.
-- Parameters: $household_id.
SELECT
    matter.*, coalesce(stage.label, matter.stage) AS stage_label,
    coalesce(step.label, following.label, matter.next_step) AS next_step_label, step.who
FROM ledger AS matter
LEFT JOIN built.procedure_stages AS stage USING (stage)
LEFT JOIN built.procedure_steps AS step ON matter.next_step = step.key
LEFT JOIN built.procedure_stages AS following ON matter.next_step = following.stage
WHERE matter.household_id = $household_id;
