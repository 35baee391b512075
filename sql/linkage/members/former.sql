-- Members of changed households as they were compared last.
-- Grain: one member. Inputs: linkage.members, link_changed_households.
CREATE OR REPLACE TEMP TABLE link_former_members AS
FROM linkage.members SEMI JOIN link_changed_households USING (hid);
