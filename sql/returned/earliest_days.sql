-- The first day that an answer may bear. A question that stayed unanswered was open since it was first asked; a step or
-- a measure since the family was first on any list of the matter.
-- Grain: row that was handed out.
-- Makes: earliest_days.
-- Reads: lists_issued, returned.issued.
CREATE OR REPLACE TEMP TABLE earliest_days AS
WITH asked AS (
    SELECT
        issued.*,
        CASE WHEN coalesce(listed.why, '') <> 'unanswered' THEN issued.issued_on END AS asked_on
    FROM returned.issued AS issued
    LEFT JOIN lists_issued AS listed USING (period, household_id)
)

SELECT
    period, household_id, item,
    CASE
        WHEN form IN ('visit', 'insurer') THEN coalesce(
            last_value(asked_on IGNORE NULLS) OVER (
                PARTITION BY household_id, episode, item ORDER BY period ROWS UNBOUNDED PRECEDING
            ),
            min(issued_on) OVER (PARTITION BY household_id, episode, item)
        )
        WHEN form = 'elimination' THEN min(issued_on) OVER (PARTITION BY household_id, episode, item)
        ELSE min(issued_on) OVER (PARTITION BY household_id, episode)
    END AS day
FROM asked;
