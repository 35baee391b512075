-- Which linked rows were drawn for review, when and with which probability, so that precision can be measured on a
-- county's own data.

-- Grain: one linked row drawn into one sample.
CREATE TABLE review_samples (
    sample       INTEGER NOT NULL, -- numbered in the order in which they were drawn
    period       VARCHAR NOT NULL, -- of the links
    seed         BIGINT NOT NULL,
    source       VARCHAR NOT NULL,
    stage        VARCHAR NOT NULL, -- with source: the stratum
    file_id      INTEGER NOT NULL,
    row_number   INTEGER NOT NULL,
    person_key   UBIGINT NOT NULL,
    household_id VARCHAR NOT NULL, -- to which it was linked
    stratum_rows BIGINT NOT NULL,  -- linked rows of the stratum
    probability  DOUBLE NOT NULL,  -- with which a row of the stratum was drawn
    PRIMARY KEY (sample, file_id, row_number)
);
