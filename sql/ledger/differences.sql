-- Households of which ledger and roster say different things: confirmed and not yet listed as monitored, or of another
-- class; over by the ledger and not yet marked on the roster.
-- Grain: household.
-- Makes: ledger_differences.
-- Writes: built.ledger_differences (for the summary, which is written again without a pack).
-- Reads: built.ledger_classes, households_now, ledger_differences, monitored_types, roster_changes, walked.
CREATE OR REPLACE TEMP TABLE ledger_differences AS
WITH off_roster AS (SELECT DISTINCT household_id FROM roster_changes WHERE kind = 'off_roster'),

standing AS (
    SELECT * FROM walked QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY place DESC) = 1
)

SELECT household_id, household.township, household.village, class.target_class, class.household_type AS ledger_type,
    household.household_type AS roster_type, 'not_on_roster' AS difference, class.since
FROM built.ledger_classes AS class
JOIN households_now AS household USING (household_id)
WHERE class.until IS NULL AND NOT class.on_roster
UNION ALL BY NAME
SELECT household_id, household.township, household.village, type.target_class, NULL AS ledger_type,
    household.household_type AS roster_type, 'still_on_roster' AS difference, standing.stage_since AS since
FROM standing
JOIN households_now AS household USING (household_id)
JOIN monitored_types AS type ON household.household_type = type.household_type
ANTI JOIN off_roster USING (household_id)
WHERE standing.stage = 'eliminated';

DELETE FROM built.ledger_differences;

INSERT INTO built.ledger_differences BY NAME
FROM ledger_differences;
