-- The county, if the national system is to be told anything.
-- Grain: county, at most one.
-- Reads: national_changes, this_county.
-- Parameters: $period.
SELECT
    this_county.area,
    $period AS period,
    count(*) FILTER (what = '新录入') AS entered,
    count(*) FILTER (what = '变更类型') AS changed,
    count(*) FILTER (what = '标注风险消除') AS marked
FROM national_changes
CROSS JOIN this_county
GROUP BY this_county.area;
