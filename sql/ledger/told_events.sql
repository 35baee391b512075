-- Everything that happened, as runs and returned rows tell it. Whether a matter moves by it is found by walking.
-- Grain: event.
-- Makes: told_events.
-- Reads: alerts, answered_rows, forbidden_steps, judged_answers, judged_claims, lists_issued, permitted_from,
--   procedure_kinds, roster_changes, step_order.
CREATE OR REPLACE TEMP TABLE told_events AS
WITH ends AS (
    SELECT max_by(key, position) FILTER (branch = 'entry') AS entered,
        max_by(key, position) FILTER (branch = 'elimination') AS left_by
    FROM step_order
),

alerted AS (
    SELECT alert.household_id, alert.first_period AS episode, 'alerted' AS kind,
        coalesce(min(issued.issued_on), CAST(alert.first_period || '-01' AS DATE)) AS happened_on,
        min_by(alert.cites, alert.period) AS cites
    FROM alerts AS alert
    LEFT JOIN lists_issued AS issued
        ON alert.first_period = issued.period AND alert.household_id = issued.household_id
    WHERE alert.state <> 'cleared'
    GROUP BY alert.household_id, alert.first_period
),

listed AS (
    SELECT household_id, episode, 'listed' AS kind, issued_on AS happened_on,
        CASE WHEN bool_and(withdrawn) THEN 'void' END AS status
    FROM lists_issued
    GROUP BY household_id, episode, issued_on
),

of_roster AS (
    SELECT household_id, period AS episode, kind, CAST(period || '-01' AS DATE) AS happened_on FROM roster_changes
),

over AS ( -- since when a household's risk was over for the first time
    SELECT household_id, min(first_on) AS first_on
    FROM (
        SELECT household_id, first_on FROM permitted_from JOIN ends ON permitted_from.key = ends.left_by
        UNION ALL
        SELECT household_id, happened_on FROM of_roster WHERE kind = 'off_roster'
    )
    GROUP BY household_id
),

verdict_kinds AS (
    SELECT judged_answers.*, unnest([
        {'kind': CASE WHEN verdict IN ('confirmed', 'partly') THEN 'verified' ELSE verdict END, 'lasts': kind_lasts},
        {'kind': CASE WHEN verdict IN ('confirmed', 'partly') AND verified_on >= over.first_on
            THEN 'returned_to_poverty_risk' END, 'lasts': kind_lasts},
        {'kind': CASE WHEN proposes THEN 'proposed' END, 'lasts': proposal_lasts}
    ], recursive := true)
    FROM judged_answers
    LEFT JOIN over USING (household_id)
),

verdicts AS (
    SELECT household_id, episode, verified_on AS happened_on, file_id, sheet, row_number, kind,
        CASE WHEN lasts THEN NULL WHEN status = 'in_force' THEN 'replaced' ELSE status END AS status
    FROM verdict_kinds
    UNION ALL BY NAME
    SELECT household_id, episode, verified_on AS happened_on, file_id, sheet, row_number, 'withdrawn' AS kind
    FROM answered_rows
    ANTI JOIN forbidden_steps USING (file_id, sheet, row_number)
    WHERE verdict = 'withdrawn' AND verified_on IS NOT NULL
),

steps AS (
    SELECT household_id, episode, coalesce(happened_on, starts_on) AS happened_on, file_id, sheet, row_number, cites,
        CASE WHEN bool_or(disagreed) OVER of_day AND NOT bool_and(disagreed) OVER of_day THEN 'conflict' END AS status,
        unnest([
            CASE WHEN happened_on IS NULL THEN key || '_started' WHEN disagreed THEN 'disagreed' ELSE key END,
            CASE WHEN happened_on IS NOT NULL AND NOT disagreed AND key = ends.entered THEN 'monitored' END,
            CASE WHEN happened_on IS NOT NULL AND key = ends.left_by THEN 'eliminated' END
        ]) AS kind
    FROM judged_claims
    JOIN step_order USING (key), ends
    WHERE fault IS NULL
    WINDOW of_day AS (PARTITION BY household_id, key, happened_on)
    UNION ALL BY NAME
    SELECT household_id, episode, coalesce(happened_on, starts_on) AS happened_on, file_id, sheet, row_number, cites,
        'tracked_on' AS kind
    FROM forbidden_steps
    JOIN step_order USING (key)
    WHERE fault = 'labour'
    QUALIFY row_number() OVER (PARTITION BY file_id, sheet, row_number ORDER BY position) = 1
),

others AS (
    SELECT household_id, episode, file_id, sheet, row_number, unnest([
        {'kind': CASE visit_result WHEN 'absent' THEN 'not_met' WHEN 'new_risk' THEN 'new_risk' ELSE 'visited' END,
            'happened_on': visited_on},
        {'kind': CASE reviewed WHEN 'keep' THEN 'elimination_kept' WHEN 'unverifiable' THEN 'unverifiable' END,
            'happened_on': reviewed_on},
        {'kind': CASE WHEN form = 'measures' THEN 'measure' END, 'happened_on': coalesce(done_on, received_on)}
    ], recursive := true)
    FROM answered_rows
    ANTI JOIN forbidden_steps USING (file_id, sheet, row_number)
),

told AS (
    SELECT * FROM alerted
    UNION ALL BY NAME SELECT * FROM listed
    UNION ALL BY NAME SELECT * FROM of_roster
    UNION ALL BY NAME SELECT * FROM verdicts
    UNION ALL BY NAME SELECT * FROM steps
    UNION ALL BY NAME SELECT * FROM others
),

complete AS (
    SELECT * FROM told
    UNION ALL BY NAME
    SELECT household_id, episode, file_id, sheet, row_number, 'noted' AS kind, received_on AS happened_on
    FROM answered_rows
    ANTI JOIN forbidden_steps USING (file_id, sheet, row_number)
    ANTI JOIN (FROM told WHERE kind IS NOT NULL AND happened_on IS NOT NULL) AS told USING (file_id, sheet, row_number)
),

ranked AS (
    SELECT told.*, coalesce(kinds.rank, 0) AS rank,
        row_number() OVER (
            PARTITION BY household_id, kind, happened_on, status ORDER BY file_id, sheet, row_number, episode
        ) AS copy
    FROM complete AS told
    LEFT JOIN procedure_kinds AS kinds USING (kind)
    WHERE told.kind IS NOT NULL AND told.happened_on IS NOT NULL
)

SELECT
    md5(concat_ws('|', household_id, episode, kind, happened_on, coalesce(file_id, ''), coalesce(sheet, ''),
        coalesce(CAST(row_number AS VARCHAR), ''))) AS event_id,
    household_id, episode, kind, happened_on, cites, rank,
    CASE WHEN status IS NULL AND copy > 1 AND rank > 0 AND kind NOT IN ('alerted', 'listed') THEN 'replaced'
        ELSE coalesce(status, 'counts') END AS status,
    file_id, sheet, row_number
FROM ranked;
