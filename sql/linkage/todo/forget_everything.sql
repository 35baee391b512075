-- Another program or model compares otherwise: members are normalised and persons linked anew. Parameters, once estimated, and what
-- reviewers have decided stay.
INSERT INTO former_links FROM linkage.person_links;
DELETE FROM linkage.person_links;
DELETE FROM linkage.person_reviews;
DELETE FROM linkage.person_keys;
DELETE FROM linkage.members;
DELETE FROM linkage.households;
DELETE FROM linkage.snapshots;
