-- What is known of each family to visit, in the sentences of its printed page. An amount is a lower bound, and says so,
-- unless every month of its source has arrived.
-- Grain: household to visit.
-- Reads: household_months, listed_benefits, listed_evidence, listed_members, listed_reasons, numbered_alerts, words.
-- Parameters: $period.
WITH people AS (
    SELECT
        household_id,
        string_agg(
            concat_ws(
                '　',
                name || repeat('　', 4 - length(name)),
                coalesce(relation, '') || repeat('　', 3 - coalesce(length(relation), 0)),
                coalesce(
                    lpad(date_sub('year', birth_date, ($period || '-01')::DATE)::VARCHAR, 3, ' ') || ' 岁', '年龄不详'
                ),
                coalesce(health, '健康未登记') || repeat('　', 5 - coalesce(length(health), 5)),
                coalesce(labour, '劳动能力未登记') || repeat('　', 9 - coalesce(length(labour), 7)),
                masked_number(id_number)
            ),
            chr(10) ORDER BY position
        ) AS members
    FROM listed_members
    GROUP BY household_id
),

operands AS (
    SELECT
        household_id,
        label || ' ' || coalesce(if(min(unit) = '是/否', min(answer), figure(max(value)) || ' ' || min(unit)), '')
            || coalesce('（' || nullif(string_agg(
                concat_ws('，', source, nullif(source_rows, 0) || ' 条', figure(nullif(amount, value)) || ' 元', nullif(persons, '')),
                '；' ORDER BY position
            ), '') || '）', '') AS sentence,
        min(position) AS position
    FROM listed_evidence
    GROUP BY household_id, operand, label
),

evidence AS (
    SELECT household_id, string_agg(sentence, '；' ORDER BY position) AS data
    FROM operands
    GROUP BY household_id
),

said AS (
    SELECT
        coalesce(max(label) FILTER (word = 'true'), '存疑') AS doubtful,
        coalesce(max(label) FILTER (word = 'false'), '未见异常') AS sound
    FROM words
    WHERE period = $period AND kind = 'guarantee'
)

SELECT
    visit.township,
    concat_ws(
        '　', visit.township, visit.village, '清单序号 ' || visit.ordinal,
        '预警等级 ' || coalesce(level.label, visit.level), coalesce(state.label, visit.state),
        if(visit.issue > 1, '补充', NULL), '下发日期 ' || visit.issued_on
    ) AS listed_as,
    concat_ws(
        chr(10),
        '户编号：' || visit.household_id,
        '户主：' || coalesce(visit.head_name, '未登记') || '　' || masked_number(visit.head_id_number),
        '联系电话：' || coalesce(visit.phone, '未登记'),
        '帮扶责任人：' || coalesce(visit.responsible_person, '未登记')
    ) AS household,
    coalesce(people.members, '名册中没有成员。') AS members,
    concat_ws(
        chr(10),
        coalesce(nullif(reasons.why, ''), why.label, visit.why),
        '依据的数据：' || evidence.data,
        '核查要点：' || replace(reasons.checks, chr(10), '')
    ) AS why,
    concat_ws(
        chr(10),
        '户类型：' || coalesce(month.household_type, '未登记'),
        '家庭人口：' || month.members || ' 人；劳动能力：'
            || CASE WHEN month.has_labour THEN '有' WHEN NOT month.has_labour THEN '无' ELSE '不明' END,
        '对象类别（建议，不是认定）：' || coalesce(class.label, visit.target_class)
    ) AS basics,
    concat_ws(
        chr(10),
        CASE
            WHEN month.income_12m IS NULL THEN '近十二个月家庭收入：资料不全，没有计算'
            ELSE '近十二个月家庭收入 ' || figure(month.income_12m) || ' 元'
                || if(month.data_gaps LIKE '%incomes:%', '（按已报月份折算）', '')
        END,
        '人均 ' || figure(month.income_per_capita) || ' 元',
        CASE month.income_prev_basis
            WHEN 'months' THEN '上一个十二个月 ' WHEN 'last_year' THEN '按名册所载上年人均收入推算，上年 '
        END || figure(month.income_prev_12m) || ' 元'
    ) AS income,
    concat_ws(
        chr(10),
        '近十二个月看病自付：' || sum_so_far(month.illness_expense_12m, month.illness_complete),
        '上学支出：' || sum_so_far(month.education_expense_12m, month.education_complete),
        '受灾损失：' || sum_so_far(month.disaster_loss_12m, month.disaster_complete)
    ) AS expenses,
    concat_ws(
        chr(10),
        '义务教育：' || CASE WHEN guarantee_education THEN doubtful WHEN NOT guarantee_education THEN sound ELSE '没有数据' END
            || '　基本医疗：' || CASE WHEN guarantee_medical THEN doubtful WHEN NOT guarantee_medical THEN sound ELSE '没有数据' END,
        '住房安全：' || CASE WHEN guarantee_housing THEN doubtful WHEN NOT guarantee_housing THEN sound ELSE '没有数据' END
            || '　饮水安全：' || CASE WHEN guarantee_water THEN doubtful WHEN NOT guarantee_water THEN sound ELSE '没有数据' END
    ) AS guarantees,
    coalesce(paid.benefits, '已收到的民政数据中没有近三个月的发放') AS benefits,
    '户编号：' || visit.household_id || '　　回收码：' || row_code(visit.period, visit.household_id, 'v') AS foot
FROM numbered_alerts AS visit
CROSS JOIN said
LEFT JOIN household_months AS month USING (period, household_id)
LEFT JOIN people USING (household_id)
LEFT JOIN evidence USING (household_id)
LEFT JOIN listed_reasons AS reasons USING (household_id)
LEFT JOIN listed_benefits AS paid USING (household_id)
LEFT JOIN words AS level ON level.period = $period AND level.kind = 'level' AND visit.level = level.word
LEFT JOIN words AS state ON state.period = $period AND state.kind = 'state' AND visit.state = state.word
LEFT JOIN words AS why ON why.period = $period AND why.kind = 'asked' AND visit.why = why.word
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND visit.target_class = class.word
WHERE NOT visit.withdrawn AND NOT visit.answered
ORDER BY visit.township, visit.village, visit.ordinal;
