-- Persons whose complete number no member has and who cannot be a member without a complete number: none of these has
-- the same name, or surname and birth date, or surname and last four places, or birth date and last four places. A
-- hidden surname, or no name, excludes nobody. A person about whom a reviewer has decided is never passed over.
-- Grain: one person (link_outsiders), one person and key by which a member without a complete number would be met
--   (link_foreign_keys).
-- Makes: link_foreign_keys, link_foreigners, link_outsiders.
-- Drops: link_foreigners.
-- Reads: link_foreign_keys, link_foreigners, link_normalised, link_numberless_keys, linkage.labels, linkage.members.
CREATE OR REPLACE TEMP TABLE link_foreigners AS
SELECT person_key, first17, owner_name_id, surname, birth_date, birth_in_number, last4
FROM link_normalised
ANTI JOIN linkage.members USING (first17)
WHERE surname IS NOT NULL AND first17 IS NOT NULL;

CREATE OR REPLACE TEMP TABLE link_foreign_keys AS
SELECT person_key, hash('name', owner_name_id) AS key FROM link_foreigners
UNION ALL
SELECT person_key, hash('surname, birth', surname, birth_in_number) FROM link_foreigners
UNION ALL
SELECT person_key, hash('surname, birth', surname, birth_date) FROM link_foreigners WHERE birth_date <> birth_in_number
UNION ALL
SELECT person_key, hash('surname, last4', surname, last4) FROM link_foreigners
UNION ALL
SELECT person_key, hash('birth, last4', birth_in_number, last4) FROM link_foreigners
UNION ALL
SELECT person_key, hash('birth, last4', birth_date, last4) FROM link_foreigners WHERE birth_date <> birth_in_number;

CREATE OR REPLACE TEMP TABLE link_outsiders AS
SELECT person_key, first17
FROM link_foreigners
ANTI JOIN (FROM link_foreign_keys SEMI JOIN link_numberless_keys USING (key)) USING (person_key)
ANTI JOIN linkage.labels USING (person_key);

DROP TABLE link_foreigners
