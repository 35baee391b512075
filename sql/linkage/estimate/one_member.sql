-- The chance of hitting one given member, the same for every department.
-- Grain: one row.
-- Writes: linkage.parameters.
-- Reads: linkage.members.
-- Parameters: $period, $source (under which it is saved).
INSERT INTO linkage.parameters
SELECT $source, 'prior', 'one_member', 1 / greatest(count(*), 1), NULL, count(*), 0, $period FROM linkage.members
