-- Drops what only normalising needs; the records as written are the largest part of it.
-- Grain: none.
-- Drops: link_normalised, link_numbers, link_read, link_sexes, link_spellings.
DROP VIEW link_normalised;
DROP TABLE link_read;
DROP TABLE link_numbers;
DROP TABLE link_spellings;
DROP TABLE link_sexes;
