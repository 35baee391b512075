-- Rows with their links: their own link where they have one, otherwise that of their person.
-- Grain: that of the rows.
-- Reads: <exceptions>, <persons>, <rows>.
-- Slots: exceptions (links of rows), persons (links of persons), rows (file_id, row_number, person_key).
SELECT r.*,
    CASE WHEN x.stage IS NULL THEN p.status ELSE x.status END AS status,
    CASE WHEN x.stage IS NULL THEN p.household_id ELSE x.household_id END AS household_id,
    CASE WHEN x.stage IS NULL THEN p.member_id ELSE x.member_id END AS member_id,
    coalesce(x.stage, p.stage) AS stage,
    CASE WHEN x.stage IS NULL THEN p.probability ELSE x.probability END AS probability
FROM {rows} AS r
LEFT JOIN {persons} AS p USING (person_key)
LEFT JOIN {exceptions} AS x USING (file_id, row_number)
