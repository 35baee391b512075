-- Townships with anything to visit, to report or to check again because its risk seems to be over; and the facts at the
-- top of each one's list, of families that are to be visited.
-- Grain: township.
-- Reads: county_gaps, elimination_candidates, labelled_matters, numbered_alerts, rules_in_force.
-- Parameters: $period.
WITH listed AS (
    SELECT township FROM numbered_alerts
    UNION
    SELECT township FROM elimination_candidates WHERE period = $period
    UNION
    SELECT township FROM labelled_matters WHERE pursued
)

SELECT
    listed.township,
    count(visit.household_id) AS households,
    coalesce(sum(visit.members), 0) AS persons,
    count(*) FILTER (visit.level = 'red') AS red,
    count(*) FILTER (visit.level = 'orange') AS orange,
    count(*) FILTER (visit.level = 'yellow') AS yellow,
    count(*) FILTER (visit.state = 'new') AS new,
    count(*) FILTER (visit.state = 'worse') AS worse,
    count(*) FILTER (visit.state = 'continuing') AS continuing,
    count(*) FILTER (visit.state = 'lost_data') AS lost_data,
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
FROM listed
LEFT JOIN numbered_alerts AS visit ON visit.township = listed.township AND NOT visit.withdrawn AND NOT visit.answered
GROUP BY listed.township
ORDER BY listed.township;
