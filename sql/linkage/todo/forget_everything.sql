-- Removes members and links, because another version or model compares differently: members are normalised and
-- persons linked again. Estimated parameters and reviewers' decisions stay.
-- Grain: one person; one member.
-- Writes: former_links, linkage.households, linkage.members, linkage.person_keys, linkage.person_links,
--   linkage.person_reviews, linkage.snapshots.
-- Reads: linkage.person_links.
INSERT INTO former_links FROM linkage.person_links;
DELETE FROM linkage.person_links;
DELETE FROM linkage.person_reviews;
DELETE FROM linkage.person_keys;
DELETE FROM linkage.members;
DELETE FROM linkage.households;
DELETE FROM linkage.snapshots;
