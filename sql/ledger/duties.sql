-- What is to be done by a day: after a list's issue, in the rhythm of the calendar, and next in the procedure.
-- Grain: duty, for whom and since when.
-- Writes: duties.
-- Reads: alerts, built.ledger_classes, duty_departments, duty_units, files, households_now, issued_answers, ledger,
--   ledger_duties, ledger_events, limits, list_limits, measures, measures_of_allowance, procedure_steps.
-- Parameters: $day, $grace_cites, $grace_label, $grace_months (NULL: the document gives none).
INSERT INTO duties BY NAME
WITH visits AS (
    SELECT DISTINCT event.household_id, event.happened_on, household.township
    FROM ledger_events AS event
    JOIN households_now AS household USING (household_id)
    WHERE event.kind IN ('visited', 'new_risk', 'verified', 'refuted') AND event.status IN ('counts', 'replaced')
),

first_reviews AS (
    SELECT list_limit.label AS duty, list_limit.who, answer.township, answer.issued_on AS starts_on, list_limit.due_on,
        CASE WHEN bool_and(looked_at_on IS NOT NULL) THEN max(looked_at_on) END AS done_on, list_limit.cites
    FROM issued_answers AS answer
    JOIN list_limits AS list_limit USING (issued_on)
    WHERE list_limit.done_by = 'first_review' AND NOT answer.withdrawn
    GROUP BY ALL
),

verifications AS (
    SELECT list_limit.label AS duty, list_limit.who, answer.township, answer.household_id,
        answer.issued_on AS starts_on, list_limit.due_on, answer.answered_on AS done_on, list_limit.cites
    FROM issued_answers AS answer
    JOIN list_limits AS list_limit USING (issued_on)
    WHERE list_limit.done_by = 'verified' AND NOT answer.withdrawn
        AND (answer.answered_on IS NULL OR list_limit.due_on >= $day - INTERVAL 12 MONTH)
),

regular AS (
    SELECT duty.*, unit.starts_on, unit.due_on, strftime(unit.starts_on, '%Y-%m') AS period
    FROM ledger_duties AS duty
    JOIN duty_units AS unit USING (ordinal)
),

monitored AS (
    SELECT regular.*, class.household_id
    FROM regular
    JOIN built.ledger_classes AS class
        ON class.since <= regular.starts_on AND coalesce(class.until > regular.due_on, true)
    WHERE regular.concerns = 'monitored'
    UNION
    SELECT regular.*, alert.household_id
    FROM regular
    JOIN alerts AS alert
        ON regular.period = alert.period AND list_contains(regular.also_alerted, alert.target_class)
    WHERE regular.concerns = 'monitored' AND alert.state <> 'cleared'
),

shown AS ( -- days on which what shows a duty was done
    SELECT household_id, 'visit' AS done_by, happened_on FROM visits
    UNION
    SELECT household_id, kind, happened_on FROM ledger_events
    WHERE kind IN (SELECT key FROM procedure_steps WHERE repeats) AND status IN ('counts', 'replaced')
),

of_households AS (
    SELECT duty.label AS duty, duty.who, household.township, duty.household_id, duty.starts_on, duty.due_on,
        min(shown.happened_on) AS done_on, duty.cites
    FROM monitored AS duty
    JOIN households_now AS household USING (household_id)
    LEFT JOIN shown
        ON duty.household_id = shown.household_id AND duty.done_by = shown.done_by
        AND shown.happened_on BETWEEN duty.starts_on AND duty.due_on
    GROUP BY ALL
),

of_townships AS (
    SELECT duty.label AS duty, duty.who, place.township, duty.starts_on, duty.due_on,
        min(visits.happened_on) AS done_on, duty.cites
    FROM regular AS duty
    JOIN (SELECT DISTINCT township FROM households_now) AS place ON duty.concerns = 'townships'
    LEFT JOIN visits
        ON place.township = visits.township AND visits.happened_on BETWEEN duty.starts_on AND duty.due_on
    GROUP BY ALL
),

of_county AS (
    SELECT duty.label AS duty, duty.who, duty.starts_on, duty.due_on, min(run.issued_on) AS done_on, duty.cites
    FROM regular AS duty
    LEFT JOIN issued_answers AS run ON duty.done_by = 'run' AND duty.period = run.period
    WHERE duty.concerns IS NULL AND duty.who <> 'department'
    GROUP BY ALL
),

of_departments AS (
    SELECT duty.label AS duty, duty.who, department.department, duty.starts_on, duty.due_on,
        min(CAST(file.received_at AS DATE)) AS done_on, duty.cites
    FROM regular AS duty
    JOIN duty_departments AS department USING (ordinal)
    LEFT JOIN files AS file
        ON department.source = file.source AND duty.period = file.period AND file.status = 'accepted'
    GROUP BY ALL
),

next_steps AS (
    SELECT step.label || CASE WHEN step.shortest_working_days IS NULL THEN '' ELSE '期满' END AS duty, step.who,
        ledger.township, ledger.household_id, ledger.stage_since AS starts_on, limits.due_on, limits.cites
    FROM ledger
    JOIN limits USING (household_id, next_step)
    JOIN procedure_steps AS step ON ledger.next_step = step.key
),

graces AS (
    SELECT $grace_label AS duty, 'county' AS who, household.township, event.household_id,
        max(event.happened_on) AS starts_on,
        CAST(max(event.happened_on) + to_months($grace_months) AS DATE) AS due_on, $grace_cites AS cites
    FROM ledger_events AS event
    JOIN households_now AS household USING (household_id)
    SEMI JOIN (
        SELECT household_id FROM measures WHERE status = 'done' AND measure IN (SELECT says FROM measures_of_allowance)
    ) AS allowance USING (household_id)
    WHERE $grace_months IS NOT NULL AND event.kind = 'eliminated' AND event.status = 'counts'
    GROUP BY household.township, event.household_id
),

due AS (
    SELECT * FROM first_reviews
    UNION ALL BY NAME SELECT * FROM verifications
    UNION ALL BY NAME SELECT * FROM of_households
    UNION ALL BY NAME SELECT * FROM of_townships
    UNION ALL BY NAME SELECT * FROM of_county
    UNION ALL BY NAME SELECT * FROM of_departments
    UNION ALL BY NAME SELECT * FROM next_steps
    UNION ALL BY NAME SELECT * FROM graces
)

SELECT * FROM due
ORDER BY due_on, duty, township NULLS LAST, household_id NULLS LAST, department NULLS LAST, starts_on;
