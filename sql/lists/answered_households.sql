-- Alerts that go on and were answered: no visit is asked.
-- Grain: household.
-- Reads: alerts, given_answers, lists_issued, roster.households, words.
-- Parameters: $period.
SELECT
    alert.township,
    row_number() OVER (PARTITION BY alert.township ORDER BY alert.village, alert.household_id) AS ordinal,
    coalesce(level.label, alert.level) AS level,
    alert.village,
    alert.household_id,
    household.head_name,
    alert.first_period,
    strftime(answer.verified_on, '%Y-%m-%d') AS verified_on,
    coalesce(verdict.label, answer.verdict) AS verdict,
    answer.cause,
    coalesce(proposal.label, answer.proposal) AS proposal
FROM alerts AS alert
INNER JOIN given_answers AS answer ON alert.household_id = answer.household_id AND alert.first_period = answer.episode
ANTI JOIN lists_issued AS listed ON listed.period = alert.period AND listed.household_id = alert.household_id
LEFT JOIN roster.households AS household ON household.household_id = alert.household_id
LEFT JOIN words AS level ON level.period = $period AND level.kind = 'level' AND alert.level = level.word
LEFT JOIN words AS verdict ON verdict.period = $period AND verdict.kind = 'verdict' AND answer.verdict = verdict.word
LEFT JOIN words AS proposal
    ON proposal.period = $period AND proposal.kind = 'proposal' AND answer.proposal = proposal.word
WHERE alert.period = $period AND alert.state <> 'cleared'
ORDER BY alert.township, ordinal;
