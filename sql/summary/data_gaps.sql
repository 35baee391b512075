-- How many households lack which month of which source.
-- Grain: source and month.
-- Reads: household_months (data_gaps 'incomes:2020-07; emergency:2020-06,2020-08'), titles.
-- Parameters: $period.
WITH gaps AS (
    SELECT unnest(string_split(data_gaps, ';')) AS gap FROM household_months
    WHERE period = $period AND data_gaps IS NOT NULL
),

months AS (
    SELECT
        trim(split_part(gap, ':', 1)) AS source,
        trim(unnest(string_split(split_part(gap, ':', 2), ','))) AS month
    FROM gaps
)

SELECT
    coalesce(min(title.title), CASE months.source WHEN 'composition' THEN '家庭成员在户与户之间变动' ELSE months.source END)
        AS source,
    months.month,
    count(*) AS households,
    100.0 * count(*) / (SELECT count(*) FROM household_months WHERE period = $period) AS share_of_county
FROM months
LEFT JOIN titles AS title ON months.source = title.source AND title.column_name = ''
GROUP BY months.source, months.month
ORDER BY months.source, months.month;
