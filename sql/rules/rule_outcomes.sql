-- One rule: TRUE where it fires, NULL where it cannot be decided. Decided no is left out.
-- Grain: household. Inputs: judged_households. Slots: from the pack's rule.
SELECT household_id, {ordinal} AS ordinal, {rule} AS rule, {fires} AS fires,
    CASE WHEN {fires} THEN {says} ELSE {unknown} END AS reason
FROM judged_households
WHERE {fires} IS DISTINCT FROM FALSE
