-- Villages with something to be made public, apart for entry, measures and the end of the risk.
-- Grain: village and branch.
-- Reads: open_notices, this_county.
-- Parameters: $period.
SELECT DISTINCT
    concat_ws('|', township, village, branch) AS place,
    $period AS period,
    township,
    village,
    CASE branch WHEN 'elimination' THEN '风险消除公示' WHEN 'measures' THEN '帮扶措施公示' ELSE '纳入监测公示' END AS what,
    CASE branch
        WHEN 'elimination' THEN '经核查和村民主评议，下列防止返贫监测对象的返贫致贫风险已经消除，拟标注“风险消除”，现予公示。'
        WHEN 'measures' THEN '经村民主评议，拟对下列防止返贫监测对象落实帮扶措施，现予公示。'
        ELSE '经农户申报或部门比对、入户核查和村民主评议，拟将下列农户纳入防止返贫监测对象，现予公示。'
    END AS says,
    coalesce(nullif(this_county.office, ''), '县扶贫办（乡村振兴局）') AS office,
    coalesce(nullif(this_county.phone, ''), '＿＿＿＿＿＿＿＿＿＿') AS phone
FROM open_notices
CROSS JOIN this_county
ORDER BY place;
