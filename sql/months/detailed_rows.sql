-- The details of one feed's facts. The slots are filled from the contract and its feed.
-- Grain: source row that counts for the measure.
-- Writes: fact_details.
-- Reads: <rows>, month_facts.
-- Slots: detail, measure, rows, source.
INSERT INTO fact_details BY NAME
SELECT f.measure, f.source, f.file_id, f.row_number, concat_ws('　', {detail}) AS detail
FROM month_facts AS f
JOIN {rows} USING (file_id, row_number)
WHERE f.measure = {measure} AND f.source = {source};
