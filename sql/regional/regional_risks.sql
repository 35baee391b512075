-- What was found of each place and cause, as it is published.
-- Grain: place and cause. Inputs: judged_places (frame of rules.regional); $period, $pack, $cites.
INSERT INTO regional_risks BY NAME
SELECT
    $period AS period, level, township, village, cause, households, alerts, new_alerts, expected, ratio, p_value, q_value,
    flagged, history_months, $pack AS pack, $cites AS cites
FROM judged_places
ORDER BY level, township, village, cause;
