-- What the period that was built last was built from, so that views of it need nothing that ends with the run.
CREATE SCHEMA built;

-- Files whose facts could count.
-- Grain: one file.
CREATE TABLE built.counted_files (file_id INTEGER NOT NULL);

-- Rows of these files whose fact was sent again later.
-- Grain: one row of a source.
CREATE TABLE built.replaced_rows (
    source     VARCHAR NOT NULL,
    file_id    INTEGER NOT NULL,
    row_number INTEGER NOT NULL
);

-- What each department owed for a period, as its contract was when the period was built; every period built is kept.
-- Grain: one period and source.
CREATE TABLE built.expected_sources (
    period     VARCHAR NOT NULL,
    source     VARCHAR NOT NULL,
    title      VARCHAR NOT NULL,
    department VARCHAR NOT NULL,
    due_on     DATE
);

-- The views that analysts ask, as they were last made.
-- Grain: one view.
CREATE TABLE built.views (
    name       VARCHAR NOT NULL,
    definition VARCHAR NOT NULL
);
