-- Answers that cannot be accepted, and why. A person belongs to one household: answers that contradict each other
-- within one period, in one workbook or two, are refused; between two periods the later one counts.
-- Grain: one line of a workbook.
-- Reads: accepted.households, answers, linkage.persons.
WITH readable AS (
    SELECT * FROM answers WHERE decision IS NOT NULL AND whole
),

contradicting AS (
    SELECT person_key, household_id, period FROM readable GROUP BY ALL HAVING count(DISTINCT decision) > 1
),

divided AS (
    SELECT person_key, period
    FROM readable
    WHERE decision = 'yes'
    GROUP BY ALL
    HAVING count(DISTINCT household_id) > 1
)

SELECT
    file,
    sheet_row,
    ordinal,
    CASE
        WHEN decision IS NULL THEN 'unknown_answer'
        WHEN NOT whole THEN 'broken_key'
        WHEN (person_key, household_id, period) IN (FROM contradicting) THEN 'contradicting'
        WHEN decision = 'yes' AND (person_key, period) IN (FROM divided) THEN 'divided'
        WHEN person_key NOT IN (SELECT person_key::VARCHAR FROM linkage.persons) THEN 'unknown_person'
        WHEN household_id NOT IN (SELECT household_id FROM accepted.households) THEN 'unknown_household'
    END AS fault
FROM answers
WHERE fault IS NOT NULL
ORDER BY file, sheet_row;
