-- How many rows wrote a person so when they were first met: estimates count rows. A record that stands unchanged in every month
-- is one writing, and each slip in it another, so that counting writings made slips look common. In databases that are older
-- a writing counts as one row.
ALTER TABLE linkage.persons ADD COLUMN row_count BIGINT DEFAULT 1;

-- Grain: one person of those drawn to be watched, whom rows of the period built last name.
CREATE TABLE linkage.watched (
    person_key UBIGINT NOT NULL,
    row_count  BIGINT NOT NULL -- rows of the period
);
