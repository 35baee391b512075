-- Complete valid numbers of the sample that the roster has.
-- Grain: one number. Inputs: link_sampled, linkage.members.
CREATE OR REPLACE TEMP TABLE link_registered AS
SELECT DISTINCT first17 FROM linkage.members SEMI JOIN link_sampled USING (first17)
