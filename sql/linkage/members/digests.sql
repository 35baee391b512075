-- Digests of everything in the roster that is compared. Combined by bit_xor they are the fingerprint of a household.
-- Grain: one household row or member row.
-- Makes: link_digests.
-- Reads: roster.households, roster.members.
CREATE OR REPLACE TEMP VIEW link_digests AS
SELECT household_id, hash(household_id, member_id, name, id_number, relation, sex, birth_date) AS digest FROM roster.members
UNION ALL
SELECT household_id, hash(household_id, head_name, head_id_number, township, village) FROM roster.households
