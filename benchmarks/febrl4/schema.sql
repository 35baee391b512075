-- The warehouse's tables that weighing needs.
CREATE SCHEMA linkage;
CREATE TABLE linkage.term_frequencies (comparison VARCHAR, value UBIGINT, frequency DOUBLE);
CREATE TABLE linkage.parameters (source VARCHAR, comparison VARCHAR, level VARCHAR, m DOUBLE, u DOUBLE);
CREATE TABLE linkage.members (mid INTEGER)
