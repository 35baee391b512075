-- Where each row of an accepted file stands in what its sender sees: the sheet, and the row number that a spreadsheet
-- shows. Files accepted before version 0.16 have none.

-- Grain: one run of rows of one file that stand below each other in one sheet without a gap.
CREATE TABLE received.row_places (
    file_id   INTEGER NOT NULL,
    first_row INTEGER NOT NULL, -- row_number of the first of them
    sheet     VARCHAR,          -- NULL where the file has only one table
    sheet_row INTEGER NOT NULL  -- of the first of them
);
