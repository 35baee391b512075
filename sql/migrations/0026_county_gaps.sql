-- What is unknown for the whole county is said once, for the county.

-- Grain: one period and source of which a month is missing in either window.
CREATE TABLE county_gaps (
    period   VARCHAR NOT NULL,
    source   VARCHAR NOT NULL,
    months   VARCHAR NOT NULL, -- '2020-06,2020-07'
    rules    VARCHAR NOT NULL, -- rules that cannot be decided for some household and ask for what is missing, with commas; '' if none
    sentence VARCHAR NOT NULL  -- the same in Chinese
);
