-- Everything that may count for a household in either window of the period, with its way back to file and row.
-- Grain: household, measure and source row. The feeds of the contracts add to it what the roster's own rows begin.
-- Inputs: roster.households, roster.members.
-- certain: NULL where it is unknown whether the row counts (the age of its person is).
CREATE OR REPLACE TEMP TABLE reported_facts AS
SELECT h.household_id, 'last_year_income' AS measure, 'prev_12m' AS in_window,
    TRY_CAST(h.last_year_income_per_capita * count(m.member_id) AS DECIMAL(18, 2)) AS amount,
    'households' AS source, h.file_id, h.row_number, NULL::VARCHAR AS stage, NULL::DOUBLE AS probability,
    NULL::DATE AS dated, true AS certain
FROM roster.households AS h
LEFT JOIN roster.members AS m USING (household_id)
WHERE h.last_year_income_per_capita IS NOT NULL
GROUP BY h.household_id, h.last_year_income_per_capita, h.file_id, h.row_number
UNION ALL
SELECT household_id, 'household', '12m', NULL, 'households', file_id, row_number, NULL, NULL, NULL, true
FROM roster.households;
