-- Tables that a sweep fills period by period: how many households get which outcome under which value.
-- Grain: period, place of the value (1: the present one), outcome under the present value and under this one (a level,
--   `unknown` or `none`), township and household type.
-- Makes: sweep_outcomes, sweep_places.
CREATE OR REPLACE TEMP TABLE sweep_outcomes (
    period VARCHAR, place INTEGER, present_outcome VARCHAR, outcome VARCHAR, township VARCHAR, household_type VARCHAR,
    households BIGINT, persons BIGINT
);

-- Grain: period and place; value is that of the parameter at the place.
CREATE OR REPLACE TEMP TABLE sweep_places (period VARCHAR, place INTEGER, value DECIMAL(24, 8));
