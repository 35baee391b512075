-- Where each household of the ledger lives and what it is, by the newest month that knows it.
-- Grain: household.
-- Makes: households_now.
-- Reads: alerts, household_months, lists_issued, matter_moves.
CREATE OR REPLACE TEMP TABLE households_now AS
WITH households AS (SELECT DISTINCT household_id FROM matter_moves),

newest AS (
    SELECT household_id, max_by({'township': township, 'village': village, 'household_type': household_type}, period)
        AS month
    FROM household_months
    SEMI JOIN households USING (household_id)
    GROUP BY household_id
),

issued AS (
    SELECT household_id, max_by(township, period) AS township FROM lists_issued GROUP BY household_id
),

alerted AS (
    SELECT household_id, max_by(target_class, period) AS target_class
    FROM alerts
    SEMI JOIN households USING (household_id)
    GROUP BY household_id
)

SELECT household_id,
    coalesce(newest.month.township, issued.township, '') AS township,
    coalesce(newest.month.village, '') AS village,
    newest.month.household_type AS household_type, alerted.target_class
FROM households
LEFT JOIN newest USING (household_id)
LEFT JOIN issued USING (household_id)
LEFT JOIN alerted USING (household_id);
