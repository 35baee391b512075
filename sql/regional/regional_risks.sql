-- The published result for each place and cause.
-- Grain: place and cause.
-- Writes: regional_risks.
-- Reads: judged_places (frame of rules.regional).
-- Parameters: $cites, $pack, $period.
INSERT INTO regional_risks BY NAME
SELECT
    $period AS period, level, township, village, cause, households, alerts, new_alerts, expected, ratio, p_value, q_value,
    flagged, history_months, $pack AS pack, $cites AS cites
FROM judged_places
ORDER BY level, township, village, cause;
