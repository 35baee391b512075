-- Remember rows that are handed out to be filled in; what was handed out before stays as it was.
-- Grain: row of a sheet.
-- Writes: returned.issued.
-- Reads: handed_out, lists_issued.
-- Parameters: $form, $issued_on, $period.
INSERT OR IGNORE INTO returned.issued
SELECT
    $period, row.household_id, string_split(row.row_key, '|')[-2], $form, row.township, row.episode,
    coalesce(listed.issued_on, $issued_on), row.head_name
FROM handed_out AS row
LEFT JOIN lists_issued AS listed ON listed.period = $period AND listed.household_id = row.household_id AND $form = 'visit';
