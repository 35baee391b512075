-- Townships that have families to visit.
-- Grain: township. Inputs: numbered_alerts; $period.
SELECT township, count(*) AS households
FROM numbered_alerts
WHERE period = $period
GROUP BY township
ORDER BY township;
