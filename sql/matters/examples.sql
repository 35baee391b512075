-- One household each of those worth looking at: it went through the whole procedure, answers contradict each other, its
-- risk is over, it was not agreed to, it is overdue.
-- Grain: kind.
-- Reads: duties, ledger_events, open_conflicts.
-- Parameters: $day.
SELECT 'confirmed' AS kind, min(household_id) AS household_id
FROM ledger_events
WHERE kind = 'monitored' AND status = 'counts'
UNION ALL
SELECT 'conflict', min(household_id) FROM open_conflicts
UNION ALL
SELECT 'disagreed', min(household_id) FROM ledger_events WHERE kind = 'disagreed' AND status = 'counts'
UNION ALL
SELECT 'eliminated', min(household_id) FROM ledger_events
WHERE kind IN ('eliminated', 'off_roster') AND status = 'counts'
UNION ALL
SELECT 'overdue', min(household_id) FROM duties WHERE due_on < $day AND done_on IS NULL;
