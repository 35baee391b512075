-- Estimates belong to what was declared when they were made: where that is another, they are made anew. Those of an older database
-- count as made from what the models declare at its next run.

-- Grain: one row: digest of the comparisons, priors and words that linkage.parameters were estimated from.
CREATE TABLE linkage.estimated_from (
    digest VARCHAR NOT NULL
);
