-- The document's calendar.
-- Grain: duty.
-- Reads: duties_in_force.
-- Parameters: $period.
SELECT
    ordinal,
    label,
    concat_ws('；',
        '清单下发后 ' || within_working_days || ' 个工作日内',
        '清单下发后 ' || within_months || ' 个月内',
        CASE every
            WHEN 'day' THEN '每日' WHEN 'week' THEN '每周' WHEN 'month' THEN '每月' WHEN 'quarter' THEN '每季度'
            WHEN 'half_year' THEN '每半年' WHEN 'year' THEN '每年'
        END
    ) AS rhythm,
    cites
FROM duties_in_force
WHERE period = $period
ORDER BY ordinal;
