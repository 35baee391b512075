-- How many rows wrote a person so when they were first met: estimates count rows. A record that stands unchanged in every month
-- is one writing, and each slip in it another, so that counting writings made slips look common.
-- Of databases before, every writing counts as one row until `fangfanpin estimate` is given more.
ALTER TABLE linkage.persons ADD COLUMN row_count BIGINT DEFAULT 1;
