-- Judges what rows say of one step. It is permitted if some answer, in force or not, says that the step it follows was
-- done no later, and a public notice lasted long enough, first and last day included. So that more answers only ever
-- permit more.
-- Grain: returned row.
-- Writes: judged_claims.
-- Reads: forbidden_steps, permitted_from, step_claims, step_order, working_days.
-- Parameters: $key, $tracks (whether a household without labour capacity is never eliminated).
INSERT INTO judged_claims BY NAME
WITH claims AS (
    SELECT * FROM step_claims ANTI JOIN forbidden_steps USING (file_id, sheet, row_number) WHERE key = $key
),

before AS (
    SELECT household_id, min(first_on) AS first_on
    FROM permitted_from
    JOIN step_order AS step ON step.key = $key AND permitted_from.key = step.after
    GROUP BY household_id
),

starts AS (SELECT DISTINCT household_id, starts_on FROM claims WHERE starts_on IS NOT NULL),

begun AS ( -- the first day of the notice by which a row is judged: its own, else the earliest told that fits
    SELECT claims.file_id, claims.sheet, claims.row_number, min(starts.starts_on) AS begun_on
    FROM claims
    JOIN starts USING (household_id)
    JOIN before USING (household_id)
    WHERE starts.starts_on = coalesce(claims.starts_on, starts.starts_on) AND starts.starts_on >= before.first_on
    GROUP BY ALL
)

SELECT claims.*, CASE
    WHEN $tracks AND step.branch = 'elimination' AND claims.has_labour IS NOT true THEN 'labour'
    WHEN before.first_on IS NULL THEN 'before'
    WHEN step.shortest_working_days IS NULL AND claims.happened_on >= before.first_on THEN NULL
    WHEN step.shortest_working_days IS NULL THEN 'before'
    WHEN begun.begun_on IS NULL AND claims.starts_on IS NULL AND starts_told.household_id IS NULL THEN 'no_start'
    WHEN begun.begun_on IS NULL THEN 'before'
    WHEN claims.happened_on IS NULL THEN NULL
    WHEN coalesce(last_day.ordinal - eve.ordinal, 0) < step.shortest_working_days THEN 'short'
END AS fault
FROM claims
JOIN step_order AS step USING (key)
LEFT JOIN before USING (household_id)
LEFT JOIN (SELECT DISTINCT household_id FROM starts) AS starts_told USING (household_id)
LEFT JOIN begun USING (file_id, sheet, row_number)
LEFT JOIN working_days AS last_day ON claims.happened_on = last_day.day
LEFT JOIN working_days AS eve ON begun.begun_on - 1 = eve.day;
