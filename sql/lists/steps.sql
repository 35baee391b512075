-- The steps of the procedure in force, in the order of the document: those of entry, of measures, of elimination.
-- Grain: step.
-- Reads: procedure_steps.
SELECT branch, key, who, decides, title, ends_title
FROM procedure_steps
ORDER BY list_position(['entry', 'measures', 'elimination'], branch), ordinal;
