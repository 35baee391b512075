-- The tables of the warehouse that weighing needs.
-- Grain: as in the warehouse.
-- Makes: linkage.members, linkage.parameters, linkage.term_frequencies.
CREATE SCHEMA linkage;
CREATE TABLE linkage.term_frequencies (comparison VARCHAR, value UBIGINT, frequency DOUBLE);
CREATE TABLE linkage.parameters (source VARCHAR, comparison VARCHAR, level VARCHAR, m DOUBLE, u DOUBLE);
CREATE TABLE linkage.members (mid INTEGER)
