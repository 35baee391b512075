-- What is overdue, and what falls due within three months, counted from the day up to which the county knows.
-- Grain: duty, whose it is, and township or department.
-- Reads: duties.
-- Parameters: $period.
SELECT
    if(due_on < known_day($period), '已逾期', '三个月内到期') AS state,
    duty,
    coalesce(CASE who WHEN 'village' THEN township || '各村' WHEN 'township' THEN township ELSE department END, CASE who
        WHEN 'village' THEN '村' WHEN 'township' THEN '乡镇' WHEN 'county' THEN '县' WHEN 'department' THEN '部门'
        WHEN 'insurer' THEN '保险公司'
    END) AS whose,
    count(*) AS duties, strftime(min(due_on), '%Y-%m-%d') AS first_due_on,
    strftime(max(due_on), '%Y-%m-%d') AS last_due_on, any_value(cites) AS cites
FROM duties
WHERE starts_on <= known_day($period) + INTERVAL 3 MONTH AND due_on < known_day($period) + INTERVAL 3 MONTH
    AND coalesce(done_on > known_day($period), true)
GROUP BY ALL
ORDER BY state, first_due_on, duty, whose;
