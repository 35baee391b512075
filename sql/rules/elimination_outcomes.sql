-- Monitored households of which the pack's condition of elimination holds, with the figures. Unknown is no yes.
-- Grain: household. Inputs: operand_rows, monitored_types. Slots: from the pack's elimination.
SELECT household_id, {says} AS reasons
FROM operand_rows
WHERE household_type IN (SELECT household_type FROM monitored_types) AND {condition}
