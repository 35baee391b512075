-- Rows with what they are linked to: their own link where they have one, else their person's.
-- Grain: that of the rows. Slots: rows (file_id, row_number, person_key), persons and exceptions (the links of either).
SELECT r.*,
    CASE WHEN x.stage IS NULL THEN p.status ELSE x.status END AS status,
    CASE WHEN x.stage IS NULL THEN p.household_id ELSE x.household_id END AS household_id,
    CASE WHEN x.stage IS NULL THEN p.member_id ELSE x.member_id END AS member_id,
    coalesce(x.stage, p.stage) AS stage,
    CASE WHEN x.stage IS NULL THEN p.probability ELSE x.probability END AS probability
FROM {rows} AS r
LEFT JOIN {persons} AS p USING (person_key)
LEFT JOIN {exceptions} AS x USING (file_id, row_number)
