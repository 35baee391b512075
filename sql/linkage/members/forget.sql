-- Changed households are written anew.
-- Grain: one household. Inputs: link_changed_households.
DELETE FROM linkage.members WHERE hid IN (SELECT hid FROM link_changed_households);
DELETE FROM linkage.households WHERE hid IN (SELECT hid FROM link_changed_households);
INSERT INTO linkage.households (hid, household_id, fingerprint)
SELECT hid, household_id, fingerprint FROM link_changed_households WHERE fingerprint IS NOT NULL ORDER BY hid;
