-- The household's own roster row, for alerts of which nothing else leads back to a file.
-- Grain: household. Inputs: alerts, alert_evidence, judged_households, month_facts, rules_in_force; $period.
INSERT INTO alert_evidence BY NAME
SELECT
    a.period, a.household_id, split_part(a.rules, ',', 1) AS rule, 'members' AS operand, o.members AS value, '人' AS unit,
    coalesce(r.basis, 'local_interpretation') AS basis, f.source, f.file_id, f.row_number
FROM alerts AS a
JOIN judged_households AS o USING (household_id)
JOIN month_facts AS f ON f.household_id = a.household_id AND f.measure = 'household'
LEFT JOIN rules_in_force AS r ON r.period = a.period AND r.rule = split_part(a.rules, ',', 1)
WHERE a.period = $period AND a.household_id NOT IN (
    SELECT household_id FROM alert_evidence WHERE period = $period AND file_id IS NOT NULL
)
ORDER BY a.household_id;
