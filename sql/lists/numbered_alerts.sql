-- Families on the list of the period, numbered as in each township's list: the first issue before its supplements, in
-- each the gravest level first, then state, village and household; with what the lists show of the household. Those that
-- are no longer alerted stay, marked.
-- Grain: household on the list of the period.
-- Makes: numbered_alerts.
-- Reads: alerts, household_months, lists_issued, roster.households.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE numbered_alerts AS
SELECT
    alert.* REPLACE (
        listed.period AS period,
        listed.household_id AS household_id,
        listed.township AS township,
        coalesce(alert.village, household.village, '') AS village
    ),
    listed.issue, listed.issued_on, listed.why, listed.withdrawn, listed.answered, listed.episode,
    household.head_name, household.head_id_number, household.phone, household.responsible_person,
    month.members, month.has_labour,
    row_number() OVER (
        PARTITION BY listed.township
        ORDER BY
            listed.issue,
            list_position(['red', 'orange', 'yellow'], alert.level),
            list_position(['new', 'worse', 'continuing', 'lost_data'], alert.state),
            alert.village,
            household_id
    ) AS ordinal
FROM lists_issued AS listed
LEFT JOIN alerts AS alert USING (period, household_id)
LEFT JOIN roster.households AS household USING (household_id)
LEFT JOIN household_months AS month USING (period, household_id)
WHERE listed.period = $period AND listed.kind = 'visit';
