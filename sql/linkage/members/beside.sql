-- Members of changed households: in views those who came, left or changed, as they were and as they are, and those beside whom
-- others did.
-- Grain: one member. Inputs: link_former_members, linkage.members, link_changed_households.
CREATE OR REPLACE TEMP TABLE link_both_rosters AS
SELECT *, count(*) OVER (PARTITION BY hash(*COLUMNS(* EXCLUDE (mid)))) > 1 AS unchanged
FROM (
    FROM link_former_members
    UNION ALL
    FROM linkage.members SEMI JOIN link_changed_households USING (hid)
);

CREATE OR REPLACE TEMP VIEW link_changed_members AS
SELECT * EXCLUDE (unchanged) FROM link_both_rosters WHERE NOT unchanged;

CREATE OR REPLACE TEMP VIEW link_unchanged_members AS
SELECT * EXCLUDE (unchanged) FROM link_both_rosters WHERE unchanged;
