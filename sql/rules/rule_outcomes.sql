-- One rule over every household: TRUE where it fires, NULL where it cannot be decided. Decided no is left out.
-- Grain: household. Inputs: operand_rows. Slots: from the pack's rule.
SELECT household_id, {ordinal} AS ordinal, {rule} AS rule, {condition} AS fires,
    CASE WHEN {condition} THEN {says} ELSE {unknown} END AS reason
FROM operand_rows
WHERE {condition} IS DISTINCT FROM FALSE
