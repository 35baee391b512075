-- Members of changed households, as they were and as they are. Two views divide them: those who came, left or changed,
-- and those of the same households who stayed as they were.
-- Grain: one member.
-- Makes: link_both_rosters, link_changed_members, link_unchanged_members.
-- Reads: link_both_rosters, link_changed_households, link_former_members, linkage.members.
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
