-- One feed of a source that names households itself: its rows in the windows are added to reported_facts. The slots
-- are filled from the contract and its feed.
-- Grain: one source row.
-- Writes: reported_facts.
-- Reads: <rows>, file_order, windows.
-- Slots: amount, answered, dated, measure, months, newest, rows, source, wanted.
INSERT INTO reported_facts BY NAME
WITH told AS (
    SELECT r.household_id, '' AS who, r.file_id, r.row_number, o.position, w.window_start, r.dated, r.amount, r.wanted
    FROM (
        SELECT file_id, row_number, household_id, {dated} AS dated, {amount} AS amount, {wanted} AS wanted
        FROM {rows}
        WHERE {answered}
    ) AS r
    JOIN file_order AS o USING (file_id)
    JOIN windows AS w ON r.dated >= w.window_end - INTERVAL {months} MONTH AND r.dated < w.window_end
    {newest}
)

SELECT household_id, {measure} AS measure, CASE WHEN dated >= window_start THEN '12m' ELSE 'prev_12m' END AS in_window,
    amount, {source} AS source, file_id, row_number, dated, true AS certain
FROM told
WHERE wanted;
