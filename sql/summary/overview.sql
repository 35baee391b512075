-- The month in a few numbers. The scale that a document expects (N3) is only reported: no alert is dropped or added
-- because of it.
-- Grain: one figure; figures that the pack does not ask for are left out.
-- Reads: alerts, built.ledger_types, elimination_candidates, household_months, regional_risks, scale_in_force.
-- Parameters: $period.
WITH alerted AS (
    SELECT
        count(*) AS households,
        coalesce(sum(members), 0) AS persons,
        count(*) FILTER (level = 'red') AS red,
        count(*) FILTER (level = 'orange') AS orange,
        count(*) FILTER (level = 'yellow') AS yellow,
        count(*) FILTER (state = 'new') AS new,
        count(*) FILTER (state = 'worse') AS worse,
        count(*) FILTER (state = 'continuing') AS continuing,
        count(*) FILTER (state = 'lost_data') AS lost_data,
        coalesce(sum(members) FILTER (
            household_type IN ('未脱贫户', '脱贫户', '脱贫不稳定户')
        ), 0) AS registered_persons
    FROM alerts
    LEFT JOIN household_months USING (period, household_id)
    WHERE alerts.period = $period AND state <> 'cleared'
),

county AS (
    SELECT
        count(*) AS households,
        coalesce(sum(members), 0) AS persons,
        coalesce(sum(members) FILTER (
            month.household_type IN ('未脱贫户', '脱贫户', '脱贫不稳定户')
        ), 0) AS registered_persons,
        coalesce(sum(members) FILTER (
            coalesce(known.household_type, month.household_type) IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')
        ), 0) AS monitored_persons
    FROM household_months AS month
    LEFT JOIN built.ledger_types AS known USING (period, household_id)
    WHERE period = $period
),

cleared AS (SELECT count(*) AS households FROM alerts WHERE period = $period AND state = 'cleared'),

scale AS (
    SELECT max(usual)::DOUBLE AS usual, max(most)::DOUBLE AS most, max(cites) AS cites
    FROM scale_in_force
    WHERE period = $period
),

places AS (
    SELECT count(*) FILTER (flagged) AS flagged, count(*) AS compared FROM regional_risks WHERE period = $period
),

candidates AS (SELECT count(*) AS households FROM elimination_candidates WHERE period = $period),

figures AS (
SELECT unnest([
    {'item': '名册户数', 'value': county.households::DOUBLE, 'unit': '户', 'remark': NULL},
    {'item': '名册人口', 'value': county.persons, 'unit': '人', 'remark': NULL},
    {
        'item': '其中建档立卡人口',
        'value': county.registered_persons,
        'unit': '人',
        'remark': '未脱贫户、脱贫户、脱贫不稳定户的人口'
    },
    {
        'item': '监测对象人口',
        'value': county.monitored_persons,
        'unit': '人',
        'remark': '名册中脱贫不稳定户、边缘易致贫户、突发严重困难户的人口'
    },
    {
        'item': '监测对象人口占建档立卡人口',
        'value': round(100.0 * county.monitored_persons / nullif(county.registered_persons, 0), 2),
        'unit': '%',
        'remark': coalesce(scale.cites || format(
            '：预计规模一般为 {:g}%，最多 {:g}%；', 100 * scale.usual, 100 * scale.most
        ), '') || '只作对照，不据此增减预警'
    },
    {'item': '应核查户数', 'value': alerted.households, 'unit': '户', 'remark': '不含已解除预警'},
    {'item': '应核查人口', 'value': alerted.persons, 'unit': '人', 'remark': NULL},
    {'item': '　红色预警', 'value': alerted.red, 'unit': '户', 'remark': NULL},
    {'item': '　橙色预警', 'value': alerted.orange, 'unit': '户', 'remark': NULL},
    {'item': '　黄色预警', 'value': alerted.yellow, 'unit': '户', 'remark': NULL},
    {'item': '　新增', 'value': alerted.new, 'unit': '户', 'remark': NULL},
    {'item': '　加重', 'value': alerted.worse, 'unit': '户', 'remark': '级别高于上期'},
    {'item': '　持续', 'value': alerted.continuing, 'unit': '户', 'remark': NULL},
    {
        'item': '　数据缺失',
        'value': alerted.lost_data,
        'unit': '户',
        'remark': '上期有预警，本期因数据缺失无法判断'
    },
    {
        'item': '已解除预警',
        'value': cleared.households,
        'unit': '户',
        'remark': '上期有预警，本期数据表明已不符合'
    },
    {
        'item': '应核查人口占建档立卡人口',
        'value': round(100.0 * alerted.persons / nullif(county.registered_persons, 0), 2),
        'unit': '%',
        'remark': '是线索的多少，不是监测对象的规模；分子含一般农户'
    },
    {
        'item': '其中建档立卡户应核查人口占比',
        'value': round(100.0 * alerted.registered_persons / nullif(county.registered_persons, 0), 2),
        'unit': '%',
        'remark': '分子、分母均只计建档立卡人口'
    },
    {
        'item': '　预计规模：一般',
        'value': round(scale.usual * county.registered_persons),
        'unit': '人',
        'remark': format('建档立卡人口的 {:g}%；只作对照', 100 * scale.usual)
    },
    {
        'item': '　预计规模：最多',
        'value': round(scale.most * county.registered_persons),
        'unit': '人',
        'remark': format('建档立卡人口的 {:g}%；超过时应查明原因，名单照列不减', 100 * scale.most)
    },
    {
        'item': '规模性返贫提示',
        'value': CASE WHEN places.compared > 0 THEN places.flagged END,
        'unit': '处',
        'remark': '一个乡镇或村的一种原因算一处，见“规模性返贫风险”；请会同部门研判'
    },
    {
        'item': '风险消除候选',
        'value': nullif(candidates.households, 0),
        'unit': '户',
        'remark': '名单见各乡镇清单，由乡镇逐户复核；无劳动能力的家庭不列入'
    }
], recursive := TRUE)
FROM alerted, county, cleared, scale, places, candidates
)

SELECT item, value, unit, remark
FROM figures
WHERE value IS NOT NULL OR item NOT IN ('　预计规模：一般', '　预计规模：最多', '规模性返贫提示', '风险消除候选');
