-- The period that was built last and what all its households were built from, apart from their own facts. Empty after
-- something was taken back: nothing is known then of what has changed.
-- Grain: one row, or none.
CREATE TABLE built.basis (
    period   VARCHAR NOT NULL,
    declared VARCHAR NOT NULL, -- digest of program and contracts, by which facts are the same
    state    VARCHAR NOT NULL  -- digest of everything else
);
