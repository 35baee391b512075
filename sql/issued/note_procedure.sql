-- Keep the procedure by which a period's lists are written.
-- Grain: step, and stage.
-- Writes: built.procedure_stages, built.procedure_steps.
-- Reads: procedure_stages, procedure_steps.
DELETE FROM built.procedure_steps;

INSERT INTO built.procedure_steps
SELECT ordinal, key, label, who, title, ends_title, result_title, branch, shortest_working_days FROM procedure_steps;

DELETE FROM built.procedure_stages;

INSERT INTO built.procedure_stages
SELECT stage, label FROM procedure_stages;
