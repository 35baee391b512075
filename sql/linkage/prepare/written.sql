-- Persons settled so far, and those who need a closer look.
-- Grain: one person.
-- Makes: link_settled, link_unsettled.
-- Reads: link_met.
CREATE OR REPLACE TEMP TABLE link_settled AS SELECT person_key, hid, mid FROM link_met WHERE mid IS NOT NULL;
CREATE OR REPLACE TEMP VIEW link_unsettled AS SELECT * EXCLUDE (hid, mid) FROM link_met WHERE mid IS NULL;
