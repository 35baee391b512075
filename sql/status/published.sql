-- Published periods with their alerts by level; cleared alerts do not count.
-- Grain: one period.
-- Reads: alerts, runs.
SELECT
    r.period, r.pack, r.households,
    count(*) FILTER (a.level = 'red') AS red,
    count(*) FILTER (a.level = 'orange') AS orange,
    count(*) FILTER (a.level = 'yellow') AS yellow,
    count(*) FILTER (a.state = 'new') AS new,
    count(*) FILTER (a.state = 'worse') AS worse,
    count(*) FILTER (a.state = 'lost_data') AS lost_data
FROM runs AS r
LEFT JOIN alerts AS a ON a.period = r.period AND a.state <> 'cleared'
GROUP BY ALL
ORDER BY r.period;
