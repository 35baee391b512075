-- No household is new, changed or gone.
-- Grain: as members_changed. Inputs: none.
CREATE OR REPLACE TEMP TABLE link_changed_households (household_id VARCHAR, hid INTEGER, fingerprint UBIGINT)
