-- The code by which a row is known when its workbook comes back (回收码): period, household, what the row asks, and a check
-- value that only this county's lists have.
-- Grain: scalar.
-- Makes: row_code.
-- Reads: this_county.
CREATE OR REPLACE TEMP MACRO row_code(period, household_id, item) AS
    concat_ws('|', period, household_id, item, left(md5(concat_ws('|', (SELECT area FROM this_county), period, household_id, item)), 8));
