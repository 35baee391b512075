-- The roster is a view of the snapshot's accepted rows, made anew by every run; until then an older warehouse has none.
DROP SCHEMA roster CASCADE;
CREATE SCHEMA roster; -- the snapshot of households and members of the period that was built last
