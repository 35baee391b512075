-- What returned rows say of the steps of the procedure; and the tables in which it is judged, empty at first.
-- Grain: step; returned row and step.
-- Makes: forbidden_steps, judged_claims, permitted_from, step_claims, step_order.
-- Reads: answered_rows, judged_claims, procedure_stages, procedure_steps, returned.entries, step_claims, step_order.
CREATE OR REPLACE TEMP TABLE step_order AS
WITH last_entry AS (SELECT max_by(key, ordinal) AS entered FROM procedure_steps WHERE branch = 'entry'),

steps AS (
    SELECT 10 * ordinal AS position, key, label, branch, shortest_working_days, title, ends_title, result_title, cites,
        who, CASE WHEN after = 'monitored' THEN last_entry.entered ELSE after END AS after
    FROM procedure_steps, last_entry
    UNION ALL BY NAME
    SELECT 10 * min(ordinal) - 5 AS position, 'elimination_proposed' AS key, '建议消除风险' AS label,
        'elimination' AS branch, '复核日期' AS title, any_value(cites) AS cites, 'township' AS who,
        any_value(last_entry.entered) AS after
    FROM procedure_steps, last_entry
    WHERE branch = 'elimination'
)

SELECT steps.*, coalesce(before.label, stage.label) AS after_label
FROM steps
LEFT JOIN procedure_steps AS before ON steps.after = before.key
LEFT JOIN procedure_stages AS stage ON steps.after = stage.stage;

CREATE OR REPLACE TEMP TABLE step_claims AS
WITH fields AS (
    SELECT key, key || CASE WHEN shortest_working_days IS NULL THEN '_on' ELSE '_ends_on' END AS field, 'on' AS part
    FROM step_order
    UNION ALL
    SELECT key, key || '_starts_on' AS field, 'starts' AS part FROM step_order WHERE shortest_working_days IS NOT NULL
    UNION ALL
    SELECT key, key AS field, 'result' AS part FROM step_order WHERE result_title IS NOT NULL
),

cells AS (
    SELECT entry.file_id, entry.sheet, entry.row_number, fields.key,
        CAST(max(value) FILTER (part = 'on') AS DATE) AS happened_on,
        CAST(max(value) FILTER (part = 'starts') AS DATE) AS starts_on,
        max(value) FILTER (part = 'result') AS result
    FROM returned.entries AS entry
    JOIN fields USING (field)
    GROUP BY ALL
    UNION ALL BY NAME
    SELECT row.file_id, row.sheet, row.row_number, step.key, row.verified_on AS happened_on
    FROM answered_rows AS row
    JOIN step_order AS step ON step.who = 'insurer'
    WHERE row.form = 'insurer' AND row.verdict <> 'withdrawn'
    UNION ALL BY NAME
    SELECT file_id, sheet, row_number, 'elimination_proposed' AS key, reviewed_on AS happened_on
    FROM answered_rows
    WHERE reviewed = 'eliminate'
)

SELECT
    cells.*, row.household_id, row.period, row.episode, row.has_labour, row.item,
    coalesce(cells.result, 'agree') = 'disagree' AS disagreed
FROM cells
JOIN answered_rows AS row USING (file_id, sheet, row_number)
WHERE cells.happened_on IS NOT NULL OR cells.starts_on IS NOT NULL;

CREATE OR REPLACE TEMP TABLE permitted_from (household_id VARCHAR, key VARCHAR, first_on DATE);
CREATE OR REPLACE TEMP TABLE judged_claims AS SELECT *, CAST(NULL AS VARCHAR) AS fault FROM step_claims LIMIT 0;
CREATE OR REPLACE TEMP TABLE forbidden_steps AS
SELECT *, CAST(NULL AS VARCHAR) AS column_name, CAST(NULL AS VARCHAR) AS reason FROM judged_claims;
