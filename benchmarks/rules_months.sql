-- Indicators of an invented county: $households households in $period, about a tenth of them with an alert.
-- Grain: household and period. Inputs: $households, $period. Figures come from a hash of the household's number, so that
-- every run makes the same county; one household in 10 has other figures in another month, one in 50 has no income.
INSERT INTO household_months BY NAME
WITH dice AS (
    SELECT n, members, hash(n, month, 0) % 1000 AS income_die, hash(n, month, 1) % 1000 AS expense_die,
        hash(n, month, 2) % 1000 AS flag_die
    FROM (
        SELECT n, hash(n) % 6 + 1 AS members, CASE WHEN hash(n, 3) % 10 = 0 THEN $period END AS month
        FROM range($households) AS numbers (n)
    )
),

figures AS (
    SELECT n, members, flag_die,
        (CASE WHEN income_die < 15 THEN 5000 WHEN income_die < 45 THEN 10000 ELSE 20000 END + income_die)::DECIMAL(14, 2)
            * members AS income,
        21000.50::DECIMAL(14, 2) * members AS income_prev,
        CASE WHEN expense_die < 30 THEN 12000 + expense_die WHEN expense_die < 300 THEN expense_die ELSE 0 END
            ::DECIMAL(14, 2) AS illness,
        CASE WHEN expense_die BETWEEN 290 AND 320 THEN 3000 ELSE 0 END::DECIMAL(14, 2) AS education,
        CASE WHEN expense_die BETWEEN 321 AND 330 THEN 6000 ELSE 0 END::DECIMAL(14, 2) AS disaster,
        1500::DECIMAL(14, 2) AS rigid_prev
    FROM dice
)

SELECT
    $period AS period, format('H{:09d}', n) AS household_id, format('第{}镇', n % 20) AS township,
    format('第{}村', n % 400) AS village, members::INTEGER AS members,
    CASE WHEN flag_die >= 20 THEN income END AS income_12m,
    income_prev AS income_prev_12m, 'last_year' AS income_prev_basis,
    CASE WHEN flag_die >= 20 THEN (income / members)::DECIMAL(14, 2) END AS income_per_capita,
    illness + education + disaster AS rigid_expense_12m, rigid_prev AS rigid_expense_prev_12m,
    illness AS illness_expense_12m, education AS education_expense_12m, disaster AS disaster_loss_12m,
    CASE WHEN flag_die >= 20
        THEN ((income - illness - education - disaster) / members)::DECIMAL(14, 2) END AS net_income_per_capita,
    flag_die BETWEEN 20 AND 24 AS guarantee_education, flag_die BETWEEN 25 AND 29 AS guarantee_housing,
    ['一般农户', '脱贫户', '边缘易致贫户', '脱贫不稳定户'][(n % 4 + 1)::INTEGER] AS household_type,
    flag_die = 30 AS guarantee_medical, flag_die = 31 AS guarantee_water,
    CASE WHEN n % 10 > 0 THEN n % 3 > 0 END AS has_labour, n % 2 = 1 AS registered, n % 5 = 0 AS employment_unstable
FROM figures
ORDER BY household_id;
