-- Months of households that never were: a tenth without income, a tenth without the year before.
-- Grain: household. Inputs: $period, $households.
INSERT INTO household_months BY NAME
WITH drawn AS (
    SELECT i, random() AS a, random() AS b, random() AS c, random() AS d, 1 + (random() * 6)::INTEGER AS members
    FROM range($households) AS t (i)
),

figures AS (
    SELECT *, CASE WHEN a > 0.02 THEN (members * 40000 * (0.3 + b))::DECIMAL(14, 2) END AS income_12m,
        CASE WHEN d > 0.02 THEN (members * 40000 * (0.3 + b * (0.9 + 0.2 * a)))::DECIMAL(14, 2) END AS income_prev_12m,
        CASE WHEN c > 0.9 THEN (30000 * c * d)::DECIMAL(14, 2) ELSE 0 END AS illness_expense_12m
    FROM drawn
)

SELECT
    $period AS period, 'H' || i AS household_id, '乡镇' || (i % 20) AS township, '村' || (i % 300) AS village, members,
    income_12m, income_prev_12m, (income_12m / members)::DECIMAL(14, 2) AS income_per_capita,
    illness_expense_12m AS rigid_expense_12m, (5000 * d)::DECIMAL(14, 2) AS rigid_expense_prev_12m, illness_expense_12m,
    0 AS education_expense_12m, 0 AS disaster_loss_12m,
    ((income_12m - illness_expense_12m) / members)::DECIMAL(14, 2) AS net_income_per_capita,
    c < 0.001 AS guarantee_education, b < 0.001 AS guarantee_housing, 'months' AS income_prev_basis,
    ['一般农户', '脱贫户', '脱贫不稳定户', '边缘易致贫户'][1 + i % 4] AS household_type, true AS has_labour
FROM figures
