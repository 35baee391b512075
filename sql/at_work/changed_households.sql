-- Households of which a fact is another than in the last run, before or now: a changed row is or was theirs, or a row
-- that is linked otherwise; or the ledger counts them as another type. Households that joined another one, whose
-- incomes move there, change with it.
-- Grain: one household.
-- Makes: changed_households.
-- Reads: built.counted_types, changed_rows, joined_households, types_of_period.
-- Slots: before, now (links of touched_rows in the last run and now), changed (links of changed_rows now).
CREATE OR REPLACE TEMP TABLE changed_households AS
WITH RECURSIVE linked_before AS ({before}),

linked_now AS ({now}),

concerned AS (
    SELECT household_id FROM changed_rows
    UNION
    SELECT household_id FROM ({changed})
    UNION
    SELECT household_id FROM (FROM linked_before EXCEPT FROM linked_now)
    UNION
    SELECT household_id FROM (FROM linked_now EXCEPT FROM linked_before)
    UNION
    SELECT household_id FROM (FROM types_of_period EXCEPT FROM built.counted_types)
    UNION
    SELECT household_id FROM (FROM built.counted_types EXCEPT FROM types_of_period)
),

joined AS (
    SELECT household_id, former_household AS other FROM joined_households
    UNION
    SELECT former_household, household_id FROM joined_households
),

reached AS (
    SELECT household_id FROM concerned WHERE household_id IS NOT NULL
    UNION
    SELECT j.other FROM reached AS r JOIN joined AS j USING (household_id)
)

FROM reached;
