-- The links before this period: where an earlier run of this period or of a later one recorded a change, the link
-- before the first of these changes; otherwise the link of the last run.
-- Grain: one touched row.
-- Makes: links_before.
-- Reads: changes_before.
-- Slots: linked (links of touched_rows in the last run).
CREATE OR REPLACE TEMP TABLE links_before AS
WITH undone AS (
    FROM changes_before QUALIFY row_number() OVER (PARTITION BY file_id, row_number ORDER BY period) = 1
)
SELECT file_id, row_number, from_status AS status, from_household_id AS household_id, from_member_id AS member_id,
    from_stage AS stage
FROM undone
UNION ALL
SELECT file_id, row_number, status, household_id, member_id, stage
FROM ({linked}) ANTI JOIN undone USING (file_id, row_number)
WHERE status IS NOT NULL;
