-- One rule: TRUE where it fires, NULL where it cannot be decided. Households for which it does not fire are left out.
-- The slots are filled from the pack's rule.
-- Grain: household.
-- Reads: judged_households.
-- Slots: fires, ordinal, rule, says, unknown.
SELECT household_id, {ordinal} AS ordinal, {rule} AS rule, {fires} AS fires,
    CASE WHEN {fires} THEN {says} ELSE {unknown} END AS reason
FROM judged_households
WHERE {fires} IS DISTINCT FROM FALSE
