-- Members of changed households as they were compared last, and, in a view, as they were and as they are.
-- Grain: one member. Inputs: linkage.members, link_changed_households.
CREATE OR REPLACE TEMP TABLE link_former_members AS
FROM linkage.members SEMI JOIN link_changed_households USING (hid);
CREATE OR REPLACE TEMP VIEW link_changed_members AS
FROM link_former_members
UNION ALL
FROM linkage.members SEMI JOIN link_changed_households USING (hid);
