-- Mark those of a period's lists that are no longer alerted, and take the mark from those that are again.
-- Grain: household on a list of the period.
-- Writes: lists_issued.
-- Reads: alerts.
-- Parameters: $period.
UPDATE lists_issued AS listed
SET withdrawn = NOT EXISTS (
    FROM alerts AS alert
    WHERE alert.period = $period AND alert.household_id = listed.household_id AND alert.state <> 'cleared'
)
WHERE listed.period = $period AND listed.kind = 'visit';
