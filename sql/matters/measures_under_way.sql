-- Measures proposed or under way, one a line.
-- Grain: household and measure.
-- Reads: labelled_matters, measures.
-- Parameters: $period.
SELECT
    matter.township,
    row_number() OVER (
        PARTITION BY matter.township ORDER BY matter.village, measure.household_id, measure.unit, measure.measure_key
    ) AS ordinal,
    matter.village,
    measure.household_id,
    matter.head_name,
    matter.target_class,
    measure.measure,
    measure.unit,
    if(measure.status = 'under_way', '正在办理', '建议') AS so_far,
    measure.episode,
    row_code($period, measure.household_id, 'h:' || measure.measure_key) AS row_key
FROM measures AS measure
INNER JOIN labelled_matters AS matter USING (household_id, episode)
WHERE measure.status IN ('proposed', 'under_way')
ORDER BY matter.township, ordinal;
