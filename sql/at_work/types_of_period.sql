-- Households that the ledger knows by the end of the period: their type while they count as monitored, '' after that.
-- Grain: one household.
-- Makes: types_of_period.
-- Reads: built.ledger_classes.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE types_of_period AS
SELECT household_id,
    CASE WHEN coalesce(until > last_day(CAST($period || '-01' AS DATE)), true) THEN household_type ELSE '' END
        AS household_type
FROM built.ledger_classes
WHERE since <= last_day(CAST($period || '-01' AS DATE))
QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY since DESC) = 1;
