-- `row_place(file_id, row_number)`: the sheet and the row that a spreadsheet shows, as {'sheet': , 'sheet_row': }; NULL
-- for rows of files accepted before version 0.16.
-- Grain: scalar.
-- Makes: row_place.
-- Reads: received.row_places.
CREATE OR REPLACE TEMP MACRO row_place(of_file, of_row) AS (
    SELECT arg_max({'sheet': p.sheet, 'sheet_row': (p.sheet_row + of_row - p.first_row)::INTEGER}, p.first_row)
    FROM received.row_places AS p
    WHERE p.file_id = of_file AND p.first_row <= of_row
);
