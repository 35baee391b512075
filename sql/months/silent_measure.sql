-- Adds a feed to silent_measures if no row in the window answers it. The slots are filled from the contract and its
-- feed.
-- Grain: one feed.
-- Writes: silent_measures.
-- Reads: <rows>, windows.
-- Slots: answered, dated, measure, rows, source.
INSERT INTO silent_measures BY NAME
SELECT {measure} AS measure, {source} AS source
WHERE NOT EXISTS (
    SELECT 1 FROM {rows} CROSS JOIN windows
    WHERE {answered} AND {dated} >= window_start AND {dated} < window_end
);
