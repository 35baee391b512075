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
