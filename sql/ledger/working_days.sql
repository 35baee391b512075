-- Days with the number of working days up to and including each, so that a span of working days is a subtraction.
-- Grain: day.
-- Makes: working_days.
-- Parameters: $days, $published, $works (lists of one length: day, whether its year's holidays are known, whether
--   offices work).
CREATE OR REPLACE TEMP TABLE working_days AS
SELECT day, CAST(sum(CAST(works AS INTEGER)) OVER (ORDER BY day) AS INTEGER) AS ordinal, published
FROM (SELECT unnest($days) AS day, unnest($works) AS works, unnest($published) AS published);
