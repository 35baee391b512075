-- One level for the households under any of its rules: TRUE where its condition holds, NULL where that is unknown.
-- Grain: household. Inputs: operand_rows, rule_outcomes. Slots: from the pack's level.
SELECT household_id, {rank} AS rank, {level} AS level, {condition} AS met,
    CASE WHEN {condition} THEN {says} WHEN {condition} IS NULL THEN {unknown} END AS reason
FROM operand_rows
WHERE household_id IN (SELECT household_id FROM rule_outcomes WHERE fires AND rule IN ({rules}))
