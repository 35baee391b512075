-- The month in a few numbers. Grain: one figure. Inputs: alerts, household_months; $period.
-- N3: about 5 % of the registered population is expected, 10 % at most in deeply poor areas; a figure to report.
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
            household_type IN ('未脱贫户', '脱贫户', '脱贫不稳定户')
        ), 0) AS registered_persons
    FROM household_months
    WHERE period = $period
),

cleared AS (SELECT count(*) AS households FROM alerts WHERE period = $period AND state = 'cleared')

SELECT unnest([
    {'item': '名册户数', 'value': county.households::DOUBLE, 'unit': '户', 'remark': NULL},
    {'item': '名册人口', 'value': county.persons, 'unit': '人', 'remark': NULL},
    {
        'item': '其中建档立卡人口',
        'value': county.registered_persons,
        'unit': '人',
        'remark': '未脱贫户、脱贫户、脱贫不稳定户的人口'
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
        'remark': '国开发〔2020〕6号三(二)：监测规模一般为 5% 左右，深度贫困地区原则上不超过 10%；'
            || '只作对照，不据此增减预警。分子含一般农户'
    },
    {
        'item': '其中建档立卡户应核查人口占比',
        'value': round(100.0 * alerted.registered_persons / nullif(county.registered_persons, 0), 2),
        'unit': '%',
        'remark': '分子、分母均只计建档立卡人口'
    }
], recursive := TRUE)
FROM alerted, county, cleared;
