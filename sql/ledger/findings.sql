-- Answers to the question whether an alert is right. Of one list and household the latest day is in force; a blank takes
-- the word of an earlier answer. Withdrawing takes back every answer up to its day. Of one day, equal words count once,
-- and different words count not at all: an earlier answer stays in force.
-- Grain: returned row.
-- Makes: judged_answers.
-- Writes: findings.
-- Reads: answered_rows, forbidden_steps, judged_answers.
CREATE OR REPLACE TEMP TABLE judged_answers AS
WITH told AS (
    SELECT * FROM answered_rows ANTI JOIN forbidden_steps USING (file_id, sheet, row_number)
    WHERE verdict IS NOT NULL AND verified_on IS NOT NULL
),

answers AS (
    SELECT told.*, {'file_id': file_id, 'sheet': sheet, 'row_number': row_number} AS place,
        told.verified_on <= coalesce(back.up_to, DATE '0001-01-01') AS withdrawn
    FROM told
    LEFT JOIN (
        SELECT period, household_id, max(verified_on) AS up_to FROM told WHERE verdict = 'withdrawn' GROUP BY ALL
    ) AS back USING (period, household_id)
    WHERE told.verdict <> 'withdrawn'
),

days AS (
    SELECT
        period, household_id, verified_on,
        greatest(count(DISTINCT verdict), count(DISTINCT cause), count(DISTINCT proposal)) > 1 AS conflict,
        min(cause) AS cause, min(proposal) AS proposal,
        CASE WHEN min(verdict) IN ('confirmed', 'partly') THEN 'verified' ELSE min(verdict) END AS kind,
        min(place) AS first_row
    FROM answers
    WHERE NOT withdrawn
    GROUP BY ALL
),

agreed AS (
    SELECT *,
        last_value(cause IGNORE NULLS) OVER earlier AS last_cause,
        last_value(proposal IGNORE NULLS) OVER earlier AS last_proposal
    FROM days
    WHERE NOT conflict
    WINDOW earlier AS (
        PARTITION BY period, household_id ORDER BY verified_on ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),

newest AS (
    SELECT * FROM agreed
    QUALIFY row_number() OVER (PARTITION BY period, household_id ORDER BY verified_on DESC) = 1
),

lasting AS ( -- days from which on every answer says what the one in force says: it has been so since the first of them
    SELECT agreed.period, agreed.household_id, agreed.verified_on,
        bool_and(agreed.kind = newest.kind) OVER since AS kind_lasts,
        bool_and(agreed.kind = 'verified' AND coalesce(agreed.last_proposal = 'monitor', false)) OVER since
            AS proposal_lasts
    FROM agreed
    JOIN newest USING (period, household_id)
    WINDOW since AS (
        PARTITION BY agreed.period, agreed.household_id ORDER BY agreed.verified_on
        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    )
),

judged AS (
    SELECT answer.*, newest.last_cause, newest.last_proposal,
        coalesce(lasting.kind_lasts AND day.first_row = answer.place, false) AS kind_lasts,
        coalesce(lasting.proposal_lasts AND day.first_row = answer.place, false) AS proposal_lasts,
        CASE
        WHEN answer.withdrawn THEN 'withdrawn'
        WHEN answer.place = newest.first_row THEN 'in_force'
        WHEN answer.verified_on <= newest.verified_on OR NOT day.conflict THEN 'replaced'
        ELSE 'conflict'
    END AS status
    FROM answers AS answer
    LEFT JOIN newest ON answer.period = newest.period AND answer.household_id = newest.household_id
    LEFT JOIN days AS day
        ON answer.period = day.period AND answer.household_id = day.household_id
        AND answer.verified_on = day.verified_on
    LEFT JOIN lasting
        ON answer.period = lasting.period AND answer.household_id = lasting.household_id
        AND answer.verified_on = lasting.verified_on
)

SELECT * EXCLUDE (cause, proposal, last_cause, last_proposal, place),
    CASE WHEN status = 'in_force' THEN last_cause ELSE cause END AS cause,
    CASE WHEN status = 'in_force' THEN last_proposal ELSE proposal END AS proposal,
    -- also of a row that leaves blank what an answer of no later day proposes
    verdict IN ('confirmed', 'partly') AND coalesce(
        proposal = 'monitor',
        verified_on >= min(verified_on) FILTER (proposal = 'monitor') OVER (PARTITION BY period, household_id),
        false
    ) AS proposes
FROM judged;

DELETE FROM findings;
INSERT INTO findings BY NAME
SELECT period, household_id, episode, verified_on, verdict, cause, proposal, status, file_id, sheet, row_number
FROM judged_answers
ORDER BY period, household_id, verified_on, file_id, sheet, row_number;
