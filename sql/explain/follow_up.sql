-- What became of a household since it was asked: the last list that it stands on, the answer in force, and how far its
-- matter is.
-- Grain: one row; its columns are NULL for a household that was never asked and has no matter.
-- Reads: built.procedure_stages, built.procedure_steps, findings, ledger, lists_issued.
-- Parameters: $household_id, $period.
SELECT
    issue.period AS asked_in, issue.issued_on, issue.issue, issue.kind, issue.why, issue.withdrawn,
    finding.verified_on, finding.verdict, finding.cause, finding.proposal,
    matter.stage, coalesce(stage.label, matter.stage) AS stage_label, matter.stage_since, matter.next_step,
    coalesce(step.label, following.label, matter.next_step) AS next_step_label, step.who, matter.due_on,
    matter.cites
FROM (SELECT $household_id AS household_id) AS household
LEFT JOIN (
    FROM lists_issued WHERE household_id = $household_id AND period <= $period ORDER BY period DESC LIMIT 1
) AS issue USING (household_id)
LEFT JOIN (
    FROM findings WHERE household_id = $household_id AND status = 'in_force' ORDER BY verified_on DESC, period DESC
    LIMIT 1
) AS finding USING (household_id)
LEFT JOIN ledger AS matter USING (household_id)
LEFT JOIN built.procedure_stages AS stage USING (stage)
LEFT JOIN built.procedure_steps AS step ON matter.next_step = step.key
LEFT JOIN built.procedure_stages AS following ON matter.next_step = following.stage;
