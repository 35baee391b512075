-- What only writing the members needs.
-- Grain: none. Inputs: none.
DROP VIEW link_written_members;
DROP TABLE link_homes;
DROP TABLE link_heads;
DROP TABLE link_places;
DROP TABLE link_relations;
