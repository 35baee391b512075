-- Whether a household's expenses are whole, or only what has arrived so far. Periods that an older version published took
-- them as whole, and their alerts were raised so: they keep TRUE until they are run again.
ALTER TABLE household_months ADD COLUMN illness_complete BOOLEAN DEFAULT true;
ALTER TABLE household_months ADD COLUMN education_complete BOOLEAN DEFAULT true;
ALTER TABLE household_months ADD COLUMN disaster_complete BOOLEAN DEFAULT true;
ALTER TABLE household_months ADD COLUMN rigid_complete BOOLEAN DEFAULT true;

-- at_least or at_most where an operand's value is only a bound; NULL where it is the value.
ALTER TABLE alert_evidence ADD COLUMN bound VARCHAR;
