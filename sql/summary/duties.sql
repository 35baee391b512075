-- The calendar of the policy document.
-- Grain: duty.
-- Reads: duties_in_force, words.
-- Parameters: $period.
SELECT
    ordinal,
    duty.label,
    concat_ws('；',
        '清单下发后 ' || within_working_days || ' 个工作日内',
        '清单下发后 ' || within_months || ' 个月内',
        coalesce(rhythm.label, duty.every)
    ) AS rhythm,
    cites
FROM duties_in_force AS duty
LEFT JOIN words AS rhythm ON rhythm.period = $period AND rhythm.kind = 'rhythm' AND duty.every = rhythm.word
WHERE duty.period = $period
ORDER BY ordinal;
