-- Townships with contradictions to clear.
-- Grain: township.
-- Reads: built.contradictions.
-- Parameters: $period.
SELECT township, $period AS period, count(DISTINCT household_id) AS households, count(*) AS contradictions
FROM built.contradictions
WHERE period = $period
GROUP BY township
ORDER BY township;
