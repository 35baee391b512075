-- Families that a department's rows are evidence of: alerted this month, or answered since the list before. Nothing of
-- what other departments reported.
-- Grain: source and household.
-- Reads: links, own_alert_rows, own_alerts, roster.households, roster.members, runs, words.
-- Parameters: $period.
WITH before AS (SELECT coalesce(max(period), '') AS period FROM runs WHERE period < $period),

persons AS (
    SELECT
        item.department, item.title, item.household_id, item.episode,
        string_agg(DISTINCT member.name, '、' ORDER BY member.name) AS persons
    FROM own_alert_rows AS item
    INNER JOIN links AS link USING (household_id, file_id, row_number)
    INNER JOIN roster.members AS member
        ON link.household_id = member.household_id AND link.member_id = member.member_id
    GROUP BY item.department, item.title, item.household_id, item.episode
)

SELECT
    own.department,
    row_number() OVER (PARTITION BY own.department ORDER BY own.title, household.township, own.household_id) AS ordinal,
    own.title AS source,
    household.township,
    household.village,
    own.household_id,
    persons.persons,
    own.source_rows,
    own.amount,
    own.episode AS first_period,
    coalesce(verdict.label, '待核查') AS verdict,
    strftime(own.verified_on, '%Y-%m-%d') AS verified_on,
    own.cause,
    own.remark
FROM own_alerts AS own
CROSS JOIN before
LEFT JOIN persons USING (department, title, household_id, episode)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN words AS verdict ON verdict.period = $period AND verdict.kind = 'verdict' AND own.verdict = verdict.word
WHERE own.last_period = $period OR strftime(own.verified_on, '%Y-%m') >= before.period
ORDER BY own.department, ordinal;
