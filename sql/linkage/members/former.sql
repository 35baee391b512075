-- Members of changed households as they were last compared.
-- Grain: one member.
-- Makes: link_former_members.
-- Reads: link_changed_households, linkage.members.
CREATE OR REPLACE TEMP TABLE link_former_members AS
FROM linkage.members SEMI JOIN link_changed_households USING (hid);
