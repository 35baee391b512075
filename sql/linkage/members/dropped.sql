-- Drops what only the writing of members needs.
-- Grain: none.
-- Drops: link_heads, link_homes, link_places, link_relations, link_written_members.
DROP VIEW link_written_members;
DROP TABLE link_homes;
DROP TABLE link_heads;
DROP TABLE link_places;
DROP TABLE link_relations;
