-- The households of the roster that this run works out, and their members: all, or those that have changed.
-- Grain: one household, or one member.
-- Makes: households_at_work, members_at_work.
-- Reads: roster.households, roster.members.
-- Slots: at_work.
CREATE OR REPLACE TEMP VIEW households_at_work AS FROM roster.households WHERE {at_work};
CREATE OR REPLACE TEMP VIEW members_at_work AS FROM roster.members WHERE {at_work};
