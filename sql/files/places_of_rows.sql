-- Where rows of one file stand.
-- Grain: one row of the file.
-- Parameters: $file_id, $row_numbers.
SELECT row_number, place.sheet, place.sheet_row
FROM (
    SELECT row_number, row_place($file_id, row_number) AS place
    FROM (SELECT unnest($row_numbers::INTEGER[]) AS row_number)
)
ORDER BY row_number;
