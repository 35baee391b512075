-- What is to be done, and was done, for a household.
-- Grain: duty.
-- Reads: duties.
-- Parameters: $household_id.
SELECT * FROM duties WHERE household_id = $household_id ORDER BY due_on, duty, starts_on;
