-- The names and numbers of rows that may repeat a row of one file, as written.
-- Grain: one pair of rows.
-- Reads: <rows>, repeat_keys.
-- Parameters: $file_id.
-- Slots: rows.
SELECT k.differs, k.row_number, k.like_file_id, k.like_row_number,
    s.name, s.id_number, o.name AS like_name, o.id_number AS like_id_number
FROM repeat_keys AS k
JOIN {rows} AS s ON s.file_id = $file_id AND s.row_number = k.row_number
JOIN {rows} AS o ON o.file_id = k.like_file_id AND o.row_number = k.like_row_number;
