-- The steps of the procedure in force.
-- Grain: step.
-- Makes: procedure_steps.
CREATE OR REPLACE TEMP TABLE procedure_steps (
    branch VARCHAR, ordinal INTEGER, key VARCHAR, label VARCHAR, who VARCHAR, decides BOOLEAN, title VARCHAR,
    ends_title VARCHAR
);
