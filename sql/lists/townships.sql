-- Townships with families to visit, or to check again because their risk seems to be over.
-- Grain: township.
-- Reads: elimination_candidates, numbered_alerts.
-- Parameters: $period.
WITH families AS (
    SELECT township, 1 AS to_visit FROM numbered_alerts WHERE period = $period
    UNION ALL
    SELECT township, 0 FROM elimination_candidates WHERE period = $period
)

SELECT township, sum(to_visit)::INTEGER AS households
FROM families
GROUP BY township
ORDER BY township;
