-- Indicators of every household of the snapshot for one period (interface.md, "How the numbers are made"). A sum of
-- expenses counts what has arrived: it is a lower bound unless every month of its source is covered, which the
-- complete columns say; the previous window's is NULL then. Income with a missing month, or of other people than the
-- present members, is NULL. data_gaps names what is missing, and a figure of a trillion yuan or more, which can only
-- come from a wrong amount and is NULL.
-- Grain: one household.
-- Writes: household_months.
-- Reads: composition, expense_months, figure_coverage, household_figures, households_at_work, members_at_work,
--   month_facts, windows.
-- Parameters: $income_months (months of income that the pack requires, 12 or fewer; fewer are scaled to twelve).
INSERT INTO household_months BY NAME
WITH window_months AS (
    SELECT unnest(generate_series(window_start, window_end - 1, INTERVAL 1 MONTH))::DATE AS month FROM windows
),

sums AS (
    SELECT household_id,
        sum(amount) FILTER (measure = 'income' AND in_window = '12m') AS income,
        -- one bit per month of the window, the first month the lowest; lists and distinct months took half of the time
        coalesce(bit_or(1 << greatest(datediff('month', (SELECT window_start FROM windows), dated), 0))
            FILTER (measure = 'income' AND in_window = '12m'), 0) AS income_months,
        sum(amount) FILTER (measure = 'income' AND in_window = 'prev_12m') AS income_prev,
        bit_or(1 << greatest(datediff('month', (SELECT prev_start FROM windows), dated), 0))
            FILTER (measure = 'income' AND in_window = 'prev_12m') AS income_prev_months,
        max(amount) FILTER (measure = 'last_year_income') AS last_year_income,
        coalesce(sum(amount) FILTER (measure = 'illness_expense' AND in_window = '12m'), 0) AS illness,
        coalesce(sum(amount) FILTER (measure = 'education_expense' AND in_window = '12m'), 0) AS education,
        coalesce(sum(amount) FILTER (measure = 'disaster_loss' AND in_window = '12m'), 0) AS disaster,
        coalesce(sum(amount) FILTER (
            measure IN ('illness_expense', 'education_expense', 'disaster_loss') AND in_window = 'prev_12m'
        ), 0) AS rigid_prev
    FROM month_facts
    GROUP BY household_id
),

-- A reported figure counts as it is, even if it is unknown (NULL); without a report it is false if a source covers it.
guarantees AS (
    PIVOT (
        SELECT h.household_id, c.operand,
            CASE WHEN f.operand IS NOT NULL THEN f.value = 1 WHEN c.covered THEN false END AS lacking
        FROM households_at_work AS h
        JOIN figure_coverage AS c ON starts_with(c.operand, 'guarantee_')
        LEFT JOIN household_figures AS f ON f.household_id = h.household_id AND f.operand = c.operand
    )
    ON operand IN ('guarantee_education', 'guarantee_medical', 'guarantee_housing', 'guarantee_water')
    USING bool_or(lacking)
    GROUP BY household_id
),

people AS (
    SELECT household_id, count(*) AS members,
        CASE WHEN bool_or(labour IN ('普通劳动力', '技能劳动力', '弱劳动力或半劳动力')) THEN true
            WHEN bool_or(labour IS NULL) THEN NULL ELSE false END AS has_labour,
        CASE WHEN bool_or(unstable) THEN true WHEN bool_or(unstable IS NULL) THEN NULL ELSE false END
            AS employment_unstable
    FROM (
        SELECT household_id, labour,
            labour IN ('普通劳动力', '技能劳动力', '弱劳动力或半劳动力') AND employment IN ('不稳定', '无') AS unstable
        FROM members_at_work
    )
    GROUP BY household_id
),

coverage AS (
    SELECT
        bool_and(covered) FILTER (in_window AND source = 'health_insurance') AS illness_covered,
        bool_and(covered) FILTER (in_window AND source = 'education') AS education_covered,
        bool_and(covered) FILTER (in_window AND source = 'emergency') AS disaster_covered,
        bool_and(covered) FILTER (NOT in_window) AS prev_covered
    FROM expense_months
),

income_gaps AS (
    SELECT s.income_months, string_agg(strftime(m.month, '%Y-%m'), ',' ORDER BY m.month) AS gaps
    FROM (SELECT DISTINCT income_months FROM sums) AS s
    JOIN window_months AS m
        ON (s.income_months >> datediff('month', (SELECT window_start FROM windows), m.month)) & 1 = 0
    GROUP BY s.income_months
),

source_gaps AS (
    SELECT string_agg(source || ':' || months, '; ' ORDER BY source DESC) AS gaps
    FROM (
        SELECT source, string_agg(strftime(month, '%Y-%m'), ',' ORDER BY month) AS months
        FROM expense_months
        WHERE NOT covered
        GROUP BY source
    )
),

figures AS (
    SELECT
        h.household_id, h.township, h.village, h.household_type,
        coalesce(p.members, 0) AS members, p.has_labour, p.employment_unstable,
        h.household_type IN ('未脱贫户', '脱贫户', '脱贫不稳定户') AS registered,
        o.months AS other_people,
        CASE WHEN o.months IS NULL AND bit_count(s.income_months) >= $income_months
            THEN TRY_CAST(s.income * 12 / bit_count(s.income_months) AS DECIMAL(14, 2)) END AS income,
        s.income_months,
        TRY_CAST(
            CASE WHEN bit_count(s.income_prev_months) = 12 THEN s.income_prev ELSE s.last_year_income END AS DECIMAL(14, 2)
        )
            AS income_prev,
        CASE WHEN bit_count(s.income_prev_months) = 12 THEN 'months'
            WHEN s.last_year_income IS NOT NULL THEN 'last_year' END AS income_prev_basis,
        TRY_CAST(s.illness AS DECIMAL(14, 2)) AS illness,
        TRY_CAST(s.education AS DECIMAL(14, 2)) AS education,
        TRY_CAST(s.disaster AS DECIMAL(14, 2)) AS disaster,
        TRY_CAST(s.illness + s.education + s.disaster AS DECIMAL(14, 2)) AS rigid,
        CASE WHEN c.prev_covered THEN TRY_CAST(s.rigid_prev AS DECIMAL(14, 2)) END AS rigid_prev,
        c.illness_covered, c.education_covered, c.disaster_covered
    FROM households_at_work AS h
    JOIN sums AS s USING (household_id)
    LEFT JOIN people AS p USING (household_id)
    LEFT JOIN composition AS o USING (household_id)
    CROSS JOIN coverage AS c
)

SELECT
    w.period, f.household_id, f.township, f.village, f.members, f.household_type, f.has_labour,
    f.registered, f.employment_unstable,
    f.income AS income_12m,
    f.income_prev AS income_prev_12m,
    f.income_prev_basis,
    TRY_CAST(f.income / nullif(f.members, 0) AS DECIMAL(14, 2)) AS income_per_capita,
    f.rigid AS rigid_expense_12m,
    f.rigid_prev AS rigid_expense_prev_12m,
    f.illness AS illness_expense_12m,
    f.education AS education_expense_12m,
    f.disaster AS disaster_loss_12m,
    f.illness_covered AND f.illness IS NOT NULL AS illness_complete,
    f.education_covered AND f.education IS NOT NULL AS education_complete,
    f.disaster_covered AND f.disaster IS NOT NULL AS disaster_complete,
    f.illness_covered AND f.education_covered AND f.disaster_covered AND f.rigid IS NOT NULL AS rigid_complete,
    TRY_CAST((f.income - f.rigid) / nullif(f.members, 0) AS DECIMAL(14, 2)) AS net_income_per_capita,
    q.* EXCLUDE (household_id),
    nullif(concat_ws('; ',
        'incomes:' || i.gaps,
        'composition:' || f.other_people,
        g.gaps,
        CASE WHEN i.gaps IS NULL AND f.other_people IS NULL AND f.income IS NULL THEN 'incomes:金额过大' END,
        CASE WHEN f.illness IS NULL THEN 'health_insurance:金额过大' END,
        CASE WHEN f.education IS NULL THEN 'education:金额过大' END,
        CASE WHEN f.disaster IS NULL THEN 'emergency:金额过大' END
    ), '') AS data_gaps
FROM figures AS f
LEFT JOIN guarantees AS q USING (household_id)
CROSS JOIN windows AS w
CROSS JOIN source_gaps AS g
LEFT JOIN income_gaps AS i USING (income_months)
ORDER BY f.household_id; -- so that a household is found without reading all
