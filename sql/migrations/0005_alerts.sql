-- What an alert answers beside its reason.
ALTER TABLE alerts ADD COLUMN measures VARCHAR;
ALTER TABLE alerts ADD COLUMN smallest_change VARCHAR;
ALTER TABLE alerts ADD COLUMN margin DECIMAL(18, 2);
ALTER TABLE alerts ADD COLUMN county_lines VARCHAR;
