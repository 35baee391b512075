-- Households with a rule that fires: which, how grave it is, why, what weighs how much, how far the figures are off.
-- Grain: household. Inputs: judged_households. Slots: from the pack, its rules and levels in their order.
-- A cause weighs what it weighs most for any rule; a flag weighs one yuan, so that it comes last.
CREATE OR REPLACE TEMP TABLE raised_households AS
WITH fired AS (
    SELECT *, concat_ws(',', {rules}) AS rules, CASE {levels} END AS level, CASE {reasons} END AS reason
    FROM judged_households
    WHERE {any_fires}
),

weighed AS (
    SELECT household_id, township, village, household_type, has_labour, rules, level, reason, {margin} AS margin,
        list_filter([{causes}], lambda weighed: weighed.lightness < 0) AS causes,
        {needs}
    FROM fired
)

SELECT household_id, township, village, household_type, has_labour, rules, level, reason,
    CAST(margin AS DECIMAL(18, 4)) AS margin,
    array_to_string(list_transform(list_sort(causes), lambda c: c.cause), ',') AS causes,
    concat_ws('；', {changes}) AS smallest_change
FROM weighed
