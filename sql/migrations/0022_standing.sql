-- What becomes of a received file after it was taken: replaced whole by a later one of its name, or withdrawn.

CREATE TABLE built.files_before AS FROM files;
DROP TABLE files;

-- Grain: one received file.
CREATE TABLE files (
    file_id         INTEGER PRIMARY KEY, -- numbered in the order of taking: the run, then period, source, time and name
    source          VARCHAR NOT NULL,    -- folder below inbox/
    period          VARCHAR,             -- '2021-06'; NULL when neither folder nor name says it
    name            VARCHAR NOT NULL,    -- path below inbox/<source>/
    sha256          VARCHAR NOT NULL,
    status          VARCHAR NOT NULL
        CHECK (status IN ('accepted', 'rejected', 'duplicate', 'superseded', 'withdrawn')),
    rows_read       INTEGER NOT NULL,
    rows_accepted   INTEGER NOT NULL,
    rows_rejected   INTEGER NOT NULL,
    reason          VARCHAR,             -- Chinese, for the sender; NULL when accepted
    received_at     TIMESTAMP NOT NULL,  -- the file's modification time, Asia/Shanghai
    taken_in        VARCHAR NOT NULL,    -- period of the run that took it
    duplicate_of    INTEGER,             -- file_id of the same bytes in the same source
    header_row      INTEGER,             -- row of the header in the sheet, from 1
    size_bytes      BIGINT NOT NULL,
    stored_as       VARCHAR,             -- path below the workspace in archive/ or quarantine/
    replaced_by     INTEGER,             -- file of the same source, period and name that replaced this one whole
    rows_unchanged  INTEGER,             -- rows that replaced an equal earlier one; NULL where nobody counted
    rows_changed    INTEGER,             -- rows that replaced an earlier one of other content
    rows_gone       INTEGER,             -- facts of the files replaced whole that this one lacks
    withdrawn_after VARCHAR,             -- newest published period when it was last withdrawn
    CHECK (rows_read = rows_accepted + rows_rejected)
);
INSERT INTO files BY NAME FROM built.files_before ORDER BY file_id;
DROP TABLE built.files_before;

CREATE SCHEMA received;         -- how files and rows stand to each other
CREATE SCHEMA withdrawn_files;  -- the rows of each withdrawn file, a table a file
CREATE SCHEMA withdrawn_months; -- what was published of each withdrawn period, a table for each that it was in

-- Every time that a file was sent whose content counts; a duplicate stands for the file with the same bytes.
-- Grain: one accepted or duplicate file.
CREATE VIEW received.arrivals AS
SELECT a.file_id AS arrival, c.file_id, a.source, a.period, a.name
FROM main.files AS a
JOIN main.files AS c ON c.file_id = coalesce(a.duplicate_of, a.file_id)
WHERE a.status IN ('accepted', 'superseded', 'duplicate') AND c.status IN ('accepted', 'superseded');

-- The files whose rows count, in their own period and later ones. A roster that a newer period's has superseded is in
-- force: it still counts for the periods between. What was replaced whole, or withdrawn, counts in no period.
-- Grain: one accepted file.
CREATE VIEW received.in_force AS
SELECT file_id, source, period, name, sha256, rows_read, rows_accepted
FROM main.files
WHERE status IN ('accepted', 'superseded') AND replaced_by IS NULL;

-- Files of one source, period and name, each against each: what the one would keep of the other if it came later.
-- Grain: one pair of files, in each direction.
CREATE TABLE received.resent_files (
    file_id         INTEGER NOT NULL,
    earlier_file_id INTEGER NOT NULL,
    facts           INTEGER NOT NULL, -- of the earlier file
    shared          INTEGER NOT NULL, -- of these, facts that are in the later file too
    replaces        BOOLEAN NOT NULL  -- whole; otherwise the later file adds to the earlier one
);

-- Rows that probably repeat each other, although their facts differ in a name or a number.
-- Grain: one pair of rows.
CREATE TABLE received.repeated_rows (
    source          VARCHAR NOT NULL,
    file_id         INTEGER NOT NULL,
    row_number      INTEGER NOT NULL,
    like_file_id    INTEGER NOT NULL,
    like_row_number INTEGER NOT NULL
);
