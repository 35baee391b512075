-- Complete valid numbers of the sample that are in the roster.
-- Grain: one number.
-- Makes: link_registered.
-- Reads: link_sampled, linkage.members.
CREATE OR REPLACE TEMP TABLE link_registered AS
SELECT DISTINCT first17 FROM linkage.members SEMI JOIN link_sampled USING (first17)
