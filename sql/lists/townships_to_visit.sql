-- Townships with families to visit.
-- Grain: township.
-- Reads: numbered_alerts.
-- Parameters: $period.
SELECT township, count(*) AS households
FROM numbered_alerts
WHERE period = $period AND NOT withdrawn AND NOT answered
GROUP BY township
ORDER BY township;
