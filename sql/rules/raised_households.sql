-- Households with a rule that fires: which rules, level, reason, weight of each cause, and how far the figures are
-- from the line. A cause weighs as much as its heaviest rule; a flag weighs one yuan, so that it comes last.
-- graver_undecided: it may be that a graver level is reached. The slots are filled from the pack, its rules and levels
-- in their order.
-- Grain: household.
-- Makes: raised_households.
-- Reads: judged_households.
-- Slots: any_fires, causes, changes, graver_undecided, levels, margin, needs, reasons, rules.
CREATE OR REPLACE TEMP TABLE raised_households AS
WITH fired AS (
    SELECT *, concat_ws(',', {rules}) AS rules, CASE {levels} END AS level, CASE {reasons} END AS reason,
        coalesce(CASE {graver_undecided} END, false) AS graver_undecided
    FROM judged_households
    WHERE {any_fires}
),

weighed AS (
    SELECT household_id, township, village, household_type, has_labour, rules, level, reason, graver_undecided,
        {margin} AS margin,
        list_filter([{causes}], lambda weighed: weighed.lightness < 0) AS causes,
        {needs}
    FROM fired
)

SELECT household_id, township, village, household_type, has_labour, rules, level, reason, graver_undecided,
    CAST(margin AS DECIMAL(18, 4)) AS margin,
    array_to_string(list_transform(list_sort(causes), lambda c: c.cause), ',') AS causes,
    concat_ws('；', {changes}) AS smallest_change
FROM weighed
