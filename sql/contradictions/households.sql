-- Contradictions of a township's households, what to do about each, and room for what was found.
-- Grain: household and check.
-- Reads: built.contradictions, roster.households.
-- Parameters: $period.
SELECT
    doubt.township,
    row_number() OVER (
        PARTITION BY doubt.township ORDER BY doubt.village, doubt.household_id, doubt.ordinal
    ) AS ordinal,
    dense_rank() OVER (PARTITION BY doubt.township ORDER BY doubt.village, doubt.household_id) % 2 = 0 AS shaded,
    doubt.village,
    doubt.household_id,
    household.head_name,
    household.responsible_person,
    doubt.label,
    doubt.says,
    NULL AS found
FROM built.contradictions AS doubt
LEFT JOIN roster.households AS household USING (household_id)
WHERE doubt.period = $period
ORDER BY doubt.township, ordinal;
