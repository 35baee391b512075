-- What only normalising needs; the records as they are written are the largest of it.
-- Grain: none. Inputs: none.
DROP VIEW link_normalised;
DROP TABLE link_read;
DROP TABLE link_numbers;
DROP TABLE link_spellings;
DROP TABLE link_sexes;
