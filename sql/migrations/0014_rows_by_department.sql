-- How many rows of which department write a person so is counted in the rows themselves: whom several departments write alike was
-- counted for the first of them alone, so that the others' shares of registered persons were too high or too low.
ALTER TABLE linkage.persons DROP COLUMN row_count;
DROP TABLE linkage.watched;

-- Grain: one department and person of those drawn to be watched, whom its rows of the period built last name.
CREATE TABLE linkage.watched (
    source     VARCHAR NOT NULL,
    person_key UBIGINT NOT NULL,
    row_count  BIGINT NOT NULL -- rows of the period
);
