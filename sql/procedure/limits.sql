-- By when the next step of a matter is due: what the document allows for it; of a public notice that has begun, its last
-- day; of an issued list, the day of its verification.
-- Grain: household and step.
-- Makes: limits.
-- Reads: ledger_events, list_limits, procedure_steps, walked, working_days.
CREATE OR REPLACE TEMP TABLE limits AS
WITH standing AS (
    SELECT * FROM walked QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY place DESC) = 1
),

ordinals AS (SELECT ordinal, min(day) AS day FROM working_days GROUP BY ordinal),

steps AS (
    SELECT standing.household_id, step.key AS next_step, step.cites, CASE
        WHEN step.within_months IS NOT NULL THEN standing.stage_since + to_months(step.within_months)
        WHEN step.by_end_of IS NOT NULL THEN end_of_unit(standing.stage_since, step.by_end_of)
        ELSE ordinals.day
    END AS due_on
    FROM standing
    JOIN procedure_steps AS step ON standing.stage = step.after
    LEFT JOIN working_days AS since ON standing.stage_since = since.day
    LEFT JOIN ordinals ON since.ordinal + step.within_working_days = ordinals.ordinal
),

notices AS (
    SELECT standing.household_id, step.key AS next_step, step.cites, ordinals.day AS due_on
    FROM standing
    JOIN procedure_steps AS step ON standing.stage = step.after AND step.shortest_working_days IS NOT NULL
    JOIN (
        SELECT household_id, kind, max(happened_on) AS begun_on
        FROM ledger_events
        WHERE status = 'counts'
        GROUP BY ALL
    ) AS begun ON standing.household_id = begun.household_id AND begun.kind = step.key || '_started'
    JOIN working_days AS eve ON begun.begun_on - 1 = eve.day
    JOIN ordinals ON eve.ordinal + step.shortest_working_days = ordinals.ordinal
    WHERE begun.begun_on >= standing.stage_since
),

lists AS (
    SELECT standing.household_id, 'verified' AS next_step, any_value(list_limits.cites) AS cites,
        max(list_limits.due_on) AS due_on
    FROM standing
    JOIN list_limits ON standing.stage_since = list_limits.issued_on AND list_limits.done_by = 'verified'
    WHERE standing.stage = 'listed'
    GROUP BY standing.household_id
)

SELECT household_id, next_step, any_value(cites) AS cites, CAST(max(due_on) AS DATE) AS due_on
FROM (
    SELECT * FROM steps WHERE due_on IS NOT NULL
    UNION ALL BY NAME SELECT * FROM notices
    UNION ALL BY NAME SELECT * FROM lists
)
GROUP BY household_id, next_step;
