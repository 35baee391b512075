-- The members that the evidence rows of the period's alerts are about, for all townships at once, because a search for
-- links reads every row.
-- Grain: one source row about a member.
-- Makes: evidence_members.
-- Reads: alert_evidence, links.
-- Parameters: $period.
CREATE OR REPLACE TEMP TABLE evidence_members AS
SELECT household_id, file_id, row_number, member_id
FROM links
SEMI JOIN (
    SELECT household_id, file_id, row_number FROM alert_evidence WHERE period = $period
) USING (household_id, file_id, row_number)
WHERE member_id IS NOT NULL;
