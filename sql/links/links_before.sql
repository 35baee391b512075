-- What the links were before this period: of an entry made by an earlier run of this period or of a later one, what the
-- first of them says that the row was linked to; else the link of the last run.
-- Grain: one row that is touched, or has such an entry. Inputs: link_changes, links of the last run, touched_rows, windows.
CREATE OR REPLACE TEMP TABLE changes_before AS
FROM link_changes WHERE period >= (SELECT period FROM windows);

CREATE OR REPLACE TEMP TABLE links_before AS
WITH undone AS (
    FROM changes_before QUALIFY row_number() OVER (PARTITION BY file_id, row_number ORDER BY period) = 1
)
SELECT file_id, row_number, from_status AS status, from_household_id AS household_id, from_member_id AS member_id,
    from_stage AS stage
FROM undone
UNION ALL
SELECT file_id, row_number, status, household_id, member_id, stage
FROM links SEMI JOIN touched_rows USING (file_id, row_number) ANTI JOIN undone USING (file_id, row_number);
