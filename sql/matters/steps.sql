-- The steps of the procedure in force, in the order of the document: those of entry, of measures, of elimination.
-- Grain: step.
-- Reads: built.procedure_steps.
SELECT key, who, title, ends_title, result_title
FROM built.procedure_steps
ORDER BY ordinal;
