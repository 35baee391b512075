-- The members whom the rows behind the period's alerts are about, for all townships at once: finding links means
-- reading every row.
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
