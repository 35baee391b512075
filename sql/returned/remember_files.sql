-- Add the files that were read, in place of what an earlier reading of the same bytes said.
-- Grain: file.
-- Writes: returned.entries, returned.problems, returned.received, returned.repeats, returned.rows.
-- Reads: identified_rows, judged_files, read_arrivals, read_cells, returned.received, returned.rows, returned_words,
--   row_faults.
INSERT OR IGNORE INTO returned.repeats
SELECT file_id, name, received_at
FROM returned.received
WHERE file_id IN (SELECT file_id FROM read_arrivals);

DELETE FROM returned.received WHERE file_id IN (SELECT file_id FROM read_arrivals);

DELETE FROM returned.rows WHERE file_id IN (SELECT file_id FROM read_arrivals);

DELETE FROM returned.entries WHERE file_id IN (SELECT file_id FROM read_arrivals);

DELETE FROM returned.problems WHERE file_id IN (SELECT file_id FROM read_arrivals);

INSERT INTO returned.received BY NAME
SELECT
    arrival.file_id, arrival.name, arrival.sha256, file.township, file.period,
    if(file.refused = 'unreadable', arrival.problem, said.words) AS refused,
    file.received_on, arrival.received_at
FROM read_arrivals AS arrival
INNER JOIN judged_files AS file USING (file_id)
LEFT JOIN returned_words AS said ON said.fault = 'file_' || file.refused
ORDER BY arrival.file_id;

DELETE FROM returned.repeats AS repeated
USING returned.received AS first
WHERE repeated.file_id = first.file_id AND repeated.name = first.name;

INSERT INTO returned.rows BY NAME
SELECT
    line.file_id, line.sheet, line.row_number, line.form, line.period, line.household_id, line.item,
    (line.file_id, line.sheet, line.row_number) IN (SELECT (file_id, sheet, row_number) FROM read_cells) AS answered,
    (line.file_id, line.sheet, line.row_number) IN (SELECT (file_id, sheet, row_number) FROM row_faults) AS refused
FROM identified_rows AS line
INNER JOIN judged_files AS file USING (file_id)
WHERE file.refused IS NULL
ORDER BY ALL;

INSERT INTO returned.entries BY NAME
SELECT cell.file_id, cell.sheet, cell.row_number, cell.field, cell.value
FROM read_cells AS cell
INNER JOIN returned.rows AS line USING (file_id, sheet, row_number)
WHERE NOT line.refused
ORDER BY ALL;

INSERT INTO returned.problems BY NAME
SELECT fault.file_id, fault.sheet, fault.row_number, fault.column_name, replace(said.words, '{}', fault.detail) AS reason
FROM row_faults AS fault
INNER JOIN returned_words AS said USING (fault)
INNER JOIN judged_files AS file USING (file_id)
WHERE file.refused IS NULL
ORDER BY ALL;
