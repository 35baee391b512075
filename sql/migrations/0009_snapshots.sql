-- A roster that nobody sent anew is neither read nor compared again.

-- Which files the view of a snapshot reads, and by which key a later row replaces an earlier one.
-- Grain: one source and file.
CREATE TABLE roster.snapshots (
    source  VARCHAR NOT NULL,
    key     VARCHAR NOT NULL,
    file_id INTEGER NOT NULL
);

-- Of which of these linkage.members and linkage.households were made last.
-- Grain: one source and file.
CREATE TABLE linkage.snapshots (
    source  VARCHAR NOT NULL,
    key     VARCHAR NOT NULL,
    file_id INTEGER NOT NULL
);

-- Complete numbers that more than one of linkage.members has.
-- Grain: one number.
CREATE TABLE linkage.shared_numbers (first17 BIGINT NOT NULL);
INSERT INTO linkage.shared_numbers
SELECT first17 FROM linkage.members WHERE first17 IS NOT NULL GROUP BY first17 HAVING count(*) > 1;
