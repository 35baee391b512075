-- Where a rejected row stands in what the sender sees: the sheet, and the row number that a spreadsheet shows.
ALTER TABLE rejected_rows ADD COLUMN sheet VARCHAR; -- NULL where the file has only one table
ALTER TABLE rejected_rows ADD COLUMN sheet_row INTEGER; -- NULL for rows rejected before version 0.16
