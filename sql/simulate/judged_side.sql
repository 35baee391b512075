-- Every household of one period as one pack sees it. Grain: household. Inputs: household_months; $period.
-- Slots: side (a or b), operand_rows (sql/rules/operand_rows.sql, filled), and from the pack outcome, fired, undecided,
--        target_class.
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
