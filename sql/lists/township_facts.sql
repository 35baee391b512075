-- The facts at the top of a township's list.
-- Grain: one row.
-- Reads: county_gaps, numbered_alerts, rules_in_force.
-- Parameters: $period, $township.
SELECT
    $period AS period,
    $township AS township,
    count(*) AS households,
    coalesce(sum(members), 0) AS persons,
    count(*) FILTER (level = 'red') AS red,
    count(*) FILTER (level = 'orange') AS orange,
    count(*) FILTER (level = 'yellow') AS yellow,
    count(*) FILTER (state = 'new') AS new,
    count(*) FILTER (state = 'worse') AS worse,
    count(*) FILTER (state = 'continuing') AS continuing,
    count(*) FILTER (state = 'lost_data') AS lost_data,
    coalesce((
        SELECT string_agg(label, '、' ORDER BY ordinal)
        FROM rules_in_force
        WHERE period = $period AND basis = 'local_interpretation'
    ), '无') AS local_rules,
    coalesce((
        SELECT '全县缺数据：' || string_agg(sentence, '；' ORDER BY rules = '', source DESC)
            || '。没有列入清单的户，也可能是因此不能判断。'
        FROM county_gaps WHERE period = $period
    ), '') AS county_unknown
FROM numbered_alerts
WHERE period = $period AND township = $township;
