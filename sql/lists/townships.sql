-- Townships that have families to visit, or to look at again because their risk looks over.
-- Grain: township. Inputs: numbered_alerts, elimination_candidates; $period.
WITH families AS (
    SELECT township, 1 AS to_visit FROM numbered_alerts WHERE period = $period
    UNION ALL
    SELECT township, 0 FROM elimination_candidates WHERE period = $period
)

SELECT township, sum(to_visit)::INTEGER AS households
FROM families
GROUP BY township
ORDER BY township;
