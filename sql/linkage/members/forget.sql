-- Removes changed households, to be written again, and notes their new fingerprints.
-- Grain: one household.
-- Writes: linkage.households, linkage.members.
-- Reads: link_changed_households.
DELETE FROM linkage.members WHERE hid IN (SELECT hid FROM link_changed_households);
DELETE FROM linkage.households WHERE hid IN (SELECT hid FROM link_changed_households);
INSERT INTO linkage.households (hid, household_id, fingerprint)
SELECT hid, household_id, fingerprint FROM link_changed_households WHERE fingerprint IS NOT NULL ORDER BY hid;
