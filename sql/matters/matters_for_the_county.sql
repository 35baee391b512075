-- Households whose next step is the county's.
-- Grain: household.
-- Reads: labelled_matters, this_county.
-- Parameters: $period.
SELECT
    this_county.area,
    matter.*,
    row_number() OVER (ORDER BY matter.township, matter.village, matter.household_id) AS ordinal,
    row_code($period, matter.household_id, 'c') AS row_key
FROM labelled_matters AS matter
CROSS JOIN this_county
WHERE matter.who = 'county'
ORDER BY ordinal;
