-- Households with a rule that fires count as what the ledger says of them, where it knows more than the roster.
-- Grain: household.
-- Writes: raised_households.
-- Reads: built.ledger_types.
-- Parameters: $period.
UPDATE raised_households SET household_type = known.household_type
FROM built.ledger_types AS known
WHERE known.period = $period AND raised_households.household_id = known.household_id;
