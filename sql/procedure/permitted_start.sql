-- Before any step is judged: the first day on which a household was proposed, or was monitored by the roster, which
-- stands for every step of its entry that confirms it or comes later.
-- Grain: household and step.
-- Writes: judged_claims, permitted_from.
-- Reads: answered_rows, forbidden_steps, procedure_steps, roster_changes.
DELETE FROM judged_claims;
DELETE FROM permitted_from;
INSERT INTO permitted_from BY NAME
SELECT household_id, 'proposed' AS key, min(verified_on) AS first_on
FROM answered_rows
ANTI JOIN forbidden_steps USING (file_id, sheet, row_number)
WHERE verdict IN ('confirmed', 'partly') AND proposal = 'monitor'
GROUP BY household_id;
INSERT INTO permitted_from BY NAME
SELECT change.household_id, step.key, min(CAST(change.period || '-01' AS DATE)) AS first_on
FROM roster_changes AS change
JOIN procedure_steps AS step
    ON step.branch = 'entry' AND step.ordinal >= (SELECT min(ordinal) FROM procedure_steps WHERE decides)
WHERE change.kind = 'on_roster'
GROUP BY change.household_id, step.key;
