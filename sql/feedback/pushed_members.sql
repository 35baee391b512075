-- Members of the households that were confirmed, whose risk was found to be over, or of which one of these was taken
-- back: whole names and numbers, because the departments are to act on them (F6).
-- Grain: department, household, what is said of it, and member.
-- Reads: bureaus, returned.pushes, roster.households, roster.members, words.
-- Parameters: $period.
WITH told AS (
    SELECT *,
        row_number() OVER (ORDER BY withdrawn, kind, happened_on, household_id, push) AS ordinal
    FROM returned.pushes
    WHERE period = $period
)

SELECT
    bureaus.department,
    told.ordinal,
    told.ordinal % 2 = 0 AS shaded,
    CASE
        WHEN told.withdrawn AND told.kind = 'confirmed' THEN '撤回认定'
        WHEN told.withdrawn THEN '撤回消除'
        WHEN told.kind = 'confirmed' THEN '认定为监测对象'
        ELSE '风险消除'
    END AS what,
    strftime(told.happened_on, '%Y-%m-%d') AS happened_on,
    coalesce(class.label, told.target_class) AS target_class,
    household.township,
    household.village,
    told.household_id,
    coalesce(member.name, household.head_name) AS name,
    coalesce(plain_number(member.id_number), plain_number(household.head_id_number)) AS id_number,
    member.relation
FROM told
CROSS JOIN (SELECT DISTINCT department FROM bureaus) AS bureaus
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN roster.members AS member USING (household_id)
LEFT JOIN words AS class ON class.period = $period AND class.kind = 'target_class' AND told.target_class = class.word
ORDER BY bureaus.department, told.ordinal, member.relation IS DISTINCT FROM '户主', member.member_id;
