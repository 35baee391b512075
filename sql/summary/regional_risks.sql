-- Places that the departments should assess together: flagged ones first, then those that stand out but may be chance.
-- The table regional_risks also holds every other place.
-- Grain: cause in a township or village.
-- Reads: causes, regional_risks.
-- Parameters: $period.
SELECT
    CASE WHEN flagged THEN '提示会商' ELSE '留意' END AS mark,
    level,
    township,
    coalesce(village, '全乡镇') AS village,
    coalesce(named.label, risk.cause) AS cause,
    households,
    alerts,
    new_alerts,
    round(expected, 1)::DOUBLE AS expected,
    round(ratio, 1)::DOUBLE AS ratio,
    format(
        '全{} {} 户。按其他{}的比例{}，预计约 {:.1f} 户有此类预警，实际 {} 户（本期新增 {} 户），是预计的 {:.1f} 倍；{}。',
        CASE level WHEN 'township' THEN '乡镇' ELSE '村' END,
        households,
        CASE level WHEN 'township' THEN '乡镇' ELSE '村' END,
        CASE history_months WHEN 0 THEN '推算（以前各期尚无可比数据）'
            ELSE '和当地此前 ' || history_months || ' 期的情况推算' END,
        round(expected, 1)::DOUBLE,
        alerts,
        new_alerts,
        round(ratio, 1)::DOUBLE,
        CASE
            WHEN p_value < 0.0001 THEN '如果没有特殊情况，偶然达到这么多户的可能不到万分之一'
            WHEN p_value < 0.001 THEN '如果没有特殊情况，偶然达到这么多户的可能不到千分之一'
            ELSE format('如果没有特殊情况，偶然达到这么多户的可能约 {:.1f}%', 100 * p_value)
        END || CASE WHEN flagged THEN '' ELSE '，同时比较的地方多，尚不足以断定' END
    ) AS explanation,
    cites
FROM regional_risks AS risk
LEFT JOIN causes AS named ON named.period = $period AND risk.cause = named.cause
WHERE risk.period = $period AND (flagged OR p_value < 0.05)
ORDER BY flagged DESC, q_value, p_value, ratio DESC, level, township, village, risk.cause;
