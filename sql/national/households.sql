-- What is to be entered into the national system, in the order of its own export.
-- Grain: household.
-- Reads: national_changes, this_county.
-- Parameters: $period.
SELECT
    this_county.area,
    $period AS period,
    row_number() OVER (
        ORDER BY list_position(['新录入', '变更类型', '标注风险消除'], what), township, village, household_id
    ) AS ordinal,
    this_county.county,
    township,
    village,
    household_id,
    head_name,
    if(what = '标注风险消除', roster_type, household_type) AS household_type,
    risk,
    strftime(confirmed_on, '%Y-%m-%d') AS confirmed_on,
    if(eliminated_on IS NULL, '否', '是') AS eliminated,
    strftime(eliminated_on, '%Y-%m-%d') AS eliminated_on,
    plain_number(head_id_number) AS head_id_number,
    change.phone,
    responsible_person,
    what,
    roster_type,
    cites
FROM national_changes AS change
CROSS JOIN this_county
ORDER BY ordinal;
