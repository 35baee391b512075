-- Every household of one period as one pack judges it. The slots are filled from the pack; side is a or b.
-- Grain: household.
-- Makes: side_<side>.
-- Slots: fired, operand_rows (sql/rules/operand_rows.sql, filled), outcome, side, target_class, undecided.
CREATE OR REPLACE TEMP TABLE side_{side} AS
WITH judged AS (
    SELECT
        household_id, township, village, household_type, members, {outcome} AS outcome,
        list_filter([{fired}], lambda rule: rule IS NOT NULL) AS rules,
        list_filter([{undecided}], lambda rule: rule IS NOT NULL) AS undecided
    FROM ({operand_rows})
)

SELECT *, CASE WHEN outcome NOT IN ('none', 'unknown') THEN {target_class} END AS target_class
FROM judged;
