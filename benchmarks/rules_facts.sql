-- The source rows of the figures in household_months: twelve months of income, the roster's row as household and as last
-- year's income, one row per member, one per kind of expense.
-- Grain: household, measure and source row. Inputs: household_months; $period. Types as in months/reported_facts.
CREATE OR REPLACE TEMP TABLE month_facts AS
WITH months AS (
    SELECT *, row_number() OVER () AS place FROM household_months WHERE period = $period
),

facts AS (
    SELECT household_id, 'income' AS measure, '12m' AS in_window, (income_12m / 12)::DECIMAL(18, 2) AS amount,
        'incomes' AS source, 100 + month AS file_id, place::INTEGER AS row_number, NULL::VARCHAR AS stage,
        NULL::DOUBLE AS probability
    FROM range(12) AS of_year (month)
    CROSS JOIN months
    UNION ALL
    SELECT household_id, 'last_year_income', 'prev_12m', income_prev_12m, 'households', 1, place, NULL, NULL FROM months
    UNION ALL
    SELECT household_id, 'household', '12m', NULL, 'households', 1, place, NULL, NULL FROM months
    UNION ALL
    SELECT household_id, 'member', '12m', NULL, 'members', 5, place * 6 + member, NULL, NULL
    FROM range(6) AS of_household (member) JOIN months ON member < members
    UNION ALL
    SELECT household_id, 'illness_expense', '12m', illness_expense_12m, 'health_insurance', 2, place, 'exact', 1
    FROM months WHERE illness_expense_12m > 0
    UNION ALL
    SELECT household_id, 'education_expense', '12m', education_expense_12m, 'education', 3, place, 'exact', 1
    FROM months WHERE education_expense_12m > 0
    UNION ALL
    SELECT household_id, 'disaster_loss', '12m', disaster_loss_12m, 'emergency', 4, place, 'exact', 1
    FROM months WHERE disaster_loss_12m > 0
)

SELECT * REPLACE (
    measure::ENUM('disaster_loss', 'education_expense', 'household', 'illness_expense', 'income', 'last_year_income', 'member')
        AS measure,
    in_window::ENUM('12m', 'prev_12m') AS in_window,
    source::ENUM('education', 'emergency', 'health_insurance', 'households', 'incomes', 'members') AS source,
    stage::ENUM('exact') AS stage
)
FROM facts;
