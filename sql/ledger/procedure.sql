-- The procedure that the pack declares, as tables that static statements join.
-- Grain: step; stage or step, with its Chinese label; stage and event that moves a matter on from it; rhythm of visits.
-- Makes: procedure_revisits, procedure_stages, procedure_steps, procedure_transitions.
CREATE OR REPLACE TEMP TABLE procedure_steps (
    branch VARCHAR, ordinal INTEGER, key VARCHAR, label VARCHAR, who VARCHAR, after VARCHAR,
    within_working_days INTEGER, within_months INTEGER, by_end_of VARCHAR, shortest_working_days INTEGER,
    decides BOOLEAN, repeats BOOLEAN, title VARCHAR, ends_title VARCHAR, result_title VARCHAR, cites VARCHAR
);
CREATE OR REPLACE TEMP TABLE procedure_stages (ordinal INTEGER, stage VARCHAR, label VARCHAR);
CREATE OR REPLACE TEMP TABLE procedure_transitions (from_stage VARCHAR, kind VARCHAR, to_stage VARCHAR);
CREATE OR REPLACE TEMP TABLE procedure_revisits (every VARCHAR, rules VARCHAR[], cites VARCHAR);
