-- The procedure that the pack declares, as tables that static statements join.
-- Grain: step; stage or step, with its Chinese label; stage and event that moves a matter on from it; rhythm of visits;
--   kind of event that can move a matter, with its rank among those of one day; what the calendar asks for.
-- Makes: duty_departments, end_of_unit, ledger_duties, measures_of_allowance, monitored_stages, procedure_kinds,
--   procedure_revisits, procedure_stages, procedure_steps, procedure_transitions.
CREATE OR REPLACE TEMP TABLE procedure_steps (
    branch VARCHAR, ordinal INTEGER, key VARCHAR, label VARCHAR, who VARCHAR, after VARCHAR,
    within_working_days INTEGER, within_months INTEGER, by_end_of VARCHAR, shortest_working_days INTEGER,
    decides BOOLEAN, repeats BOOLEAN, title VARCHAR, ends_title VARCHAR, result_title VARCHAR, cites VARCHAR
);
CREATE OR REPLACE TEMP TABLE procedure_stages (ordinal INTEGER, stage VARCHAR, label VARCHAR);
CREATE OR REPLACE TEMP TABLE monitored_stages (stage VARCHAR);
CREATE OR REPLACE TEMP TABLE procedure_transitions (from_stage VARCHAR, kind VARCHAR, to_stage VARCHAR);
CREATE OR REPLACE TEMP TABLE procedure_revisits (every VARCHAR, rules VARCHAR[], cites VARCHAR);
CREATE OR REPLACE TEMP TABLE procedure_kinds (rank INTEGER, kind VARCHAR);
CREATE OR REPLACE TEMP TABLE ledger_duties (
    ordinal INTEGER, label VARCHAR, who VARCHAR, concerns VARCHAR, also_alerted VARCHAR[], within_working_days INTEGER,
    within_months INTEGER, every VARCHAR, by_day INTEGER, months INTEGER[], done_by VARCHAR, cites VARCHAR
);
CREATE OR REPLACE TEMP TABLE duty_departments (ordinal INTEGER, source VARCHAR, department VARCHAR);
CREATE OR REPLACE TEMP TABLE measures_of_allowance (says VARCHAR);
CREATE OR REPLACE TEMP MACRO end_of_unit(day, unit) AS CAST(CASE unit
    WHEN 'week' THEN date_trunc('week', day) + INTERVAL 6 DAY
    WHEN 'month' THEN last_day(day)
    WHEN 'quarter' THEN date_trunc('quarter', day) + INTERVAL 3 MONTH - INTERVAL 1 DAY
    WHEN 'half_year' THEN date_trunc('year', day) + to_months(CASE WHEN month(day) > 6 THEN 12 ELSE 6 END) - INTERVAL 1 DAY
    WHEN 'year' THEN date_trunc('year', day) + INTERVAL 12 MONTH - INTERVAL 1 DAY
END AS DATE);
