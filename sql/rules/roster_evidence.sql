-- The household's own roster row, for alerts whose other evidence refers to no file.
-- Grain: household.
-- Writes: alert_evidence.
-- Reads: month_facts, rules_in_force, untraced_alerts.
-- Parameters: $period.
INSERT INTO alert_evidence BY NAME
SELECT
    $period AS period, u.household_id, u.rule, 'members' AS operand, u.members AS value, '人' AS unit,
    coalesce(r.basis, 'local_interpretation') AS basis, f.source, f.file_id, f.row_number
FROM untraced_alerts AS u
JOIN month_facts AS f ON f.household_id = u.household_id AND f.measure = 'household'
LEFT JOIN rules_in_force AS r ON r.period = $period AND r.rule = u.rule
ORDER BY u.household_id;
