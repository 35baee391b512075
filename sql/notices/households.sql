-- What a public notice says of a household: its head's name without one character, its class, and the days. No number,
-- no illness, no amount.
-- Grain: household.
-- Reads: notice_days, open_notices, roster.households, words.
-- Parameters: $period.
SELECT
    concat_ws('|', notice.township, notice.village, notice.branch) AS place,
    row_number() OVER (
        PARTITION BY notice.township, notice.village, notice.branch ORDER BY notice.household_id
    ) AS ordinal,
    left(household.head_name, 1) || '*' || substr(household.head_name, 3) AS head_name,
    coalesce(class.label, notice.target_class) AS target_class,
    days.starts_on || '至' || chr(10) || days.ends_on AS days
FROM open_notices AS notice
LEFT JOIN notice_days AS days
    ON notice.hung_up_on IS NOT DISTINCT FROM days.hung_up_on
    AND notice.shortest_working_days IS NOT DISTINCT FROM days.shortest_working_days
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN words AS class
    ON class.period = $period AND class.kind = 'target_class' AND notice.target_class = class.word
ORDER BY place, ordinal;
