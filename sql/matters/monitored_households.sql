-- Households proposed, in the procedure or monitored: how far they are, and what comes next.
-- Grain: household.
-- Reads: labelled_matters.
-- Parameters: $period.
SELECT
    *,
    row_number() OVER (PARTITION BY township ORDER BY village, household_id) AS ordinal,
    row_code($period, household_id, 'm') AS row_key
FROM labelled_matters
WHERE pursued
ORDER BY township, ordinal;
