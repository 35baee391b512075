-- The one table of the warehouse that weighing needs.
CREATE SCHEMA linkage;
CREATE TABLE linkage.term_frequencies (comparison VARCHAR, value UBIGINT, frequency DOUBLE)
