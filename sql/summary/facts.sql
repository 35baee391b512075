-- The facts at the top of the analyst's summary.
-- Grain: one row.
-- Reads: alerts, county_gaps, rule_results, runs.
-- Parameters: $period.
SELECT
    $period AS period,
    strftime(known_day($period), '%Y-%m-%d') AS known_day,
    coalesce(max(pack), '未记录') AS pack,
    coalesce(max(pack_version), '未记录') AS pack_version,
    coalesce((
        SELECT '全县缺数据：' || string_agg(sentence, '；' ORDER BY rules = '', source DESC) || '。'
        FROM county_gaps WHERE period = $period
    ), '') AS county_unknown,
    CASE
        WHEN (SELECT count(*) FROM alerts WHERE period = $period AND state <> 'cleared') > 0 THEN ''
        WHEN (SELECT count(*) FROM rule_results WHERE period = $period AND outcome = 'unknown') > 0
            THEN '本期没有触发预警的户，但数据不全，不能判断全县有没有需要核查的户：有 ' || (
                SELECT count(DISTINCT household_id) FROM rule_results WHERE period = $period AND outcome = 'unknown'
            ) || ' 户不能判断。'
        ELSE '本期全县没有需要核查的户，各乡镇均无清单。'
    END AS nothing_to_check
FROM runs
WHERE period = $period;
